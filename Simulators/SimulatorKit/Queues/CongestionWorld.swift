public import Customs

/// The world that congestion is judged in: gates with surges, drops and closures, whose levels are set for their size.
public struct CongestionWorld: Sendable, Hashable {
    public static let usualGates = ["HUUNGHI", "VNMOC", "MOCBAI"]

    public var gates = Self.usualGates
    /// In all, and those of them at the beginning from which the engine may learn.
    public var days = 28
    public var warmUpDays = 14
    public var seed: UInt64 = 1
    public var seenShare = 0.2
    /// What a gate's vehicles and its capacity are multiplied with.
    public var size = 1.0
    /// Vehicles that come on a mean day over those that the gate can pass: with much more, one surge is never over.
    public var load = 0.72
    /// Whether the gates are open around the clock.
    public var areAlwaysOpen = false
    public var surgeShare = 0.12
    public var dropsPerDay = 0.25
    public var closuresPerDay = 0.15

    /// Where yellow begins, and where it and orange end, over the vehicles that the gate can pass on a day.
    private static let levels = [0.15, 0.25, 0.35]
    /// Seconds between two reports of a seal that stands.
    private static let standingSeconds = 120

    public init() {}

    /// - Throws: `SimulatorError` where the map lacks one of the gates.
    public func options(map: RoadMap) throws(SimulatorError) -> QueueOptions {
        guard warmUpDays >= 1, warmUpDays < days else {
            throw SimulatorError("the warm-up must be at least a day and end before the last day")
        }
        guard (0.01...100).contains(size), (0.01...2).contains(load) else {
            throw SimulatorError("the size must be 0.01 to 100, and the load 0.01 to 2")
        }
        var gates: [QueueGateOptions] = []
        for code in self.gates {
            guard let zone = map.places.first(where: { $0.facility == code }) else {
                throw SimulatorError("no zone has the facility code \(code)")
            }
            var gate = QueueGateOptions(gate: code)
            gate.surgeShare = surgeShare
            gate.dropsPerDay = dropsPerDay
            gate.closuresPerDay = closuresPerDay
            let capacity = (zone.capacityPerHour ?? GateSize.usualCapacity) * size
            let perDay = capacity * (try GateHours(zone, isAlwaysOpen: areAlwaysOpen)).hoursADay
            gate.capacityPerHour = capacity
            gate.isAlwaysOpen = areAlwaysOpen
            gate.vehiclesPerDay = perDay * load
            gate.limits = CongestionLimits(vehicles: Self.levels.map { ($0 * perDay).rounded() })
            gates.append(gate)
        }
        var options = QueueOptions(gates: gates, seed: seed)
        options.days = days
        options.seenShare = seenShare
        options.standingSeconds = [Self.standingSeconds]
        return options
    }

    /// The zones as they are configured for gates of this size.
    public func zones(map: RoadMap) -> [Zone] {
        map.zones.map { zone in
            var zone = zone
            zone.capacityPerHour = zone.capacityPerHour.map { $0 * size }
            if areAlwaysOpen { (zone.opens, zone.closes) = (nil, nil) }
            return zone
        }
    }

    /// The rules with the gates' own levels.
    public func rules(_ options: QueueOptions) -> RuleBook {
        var rules = RuleBook()
        for gate in options.gates { rules.congestion.gates[gate.gate] = gate.limits }
        rules.congestion.utcOffsetSeconds = options.utcOffsetSeconds
        return rules
    }
}
