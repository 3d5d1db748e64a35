import Customs

/// How much comes to a gate and how much it lets through, where options, zone and what is known of it are put together.
struct GateSize {
    let hours: GateHours
    let vehiclesPerDay: Double
    let capacityPerHour: Double

    /// Vehicles an hour of a gate whose zone says nothing.
    static let usualCapacity = 60.0
    /// A gate that clears so many can do a fifth more: with less its queue would never end.
    private static let spareFactor = 1.2

    /// - Throws: `SimulatorError` where the zone's hours cannot be read or leave nothing open.
    init(_ options: QueueGateOptions, zone: Zone) throws(SimulatorError) {
        hours = try GateHours(zone, isAlwaysOpen: options.isAlwaysOpen)
        guard hours.hoursADay > 0 else { throw SimulatorError("gate \(options.gate) is never open") }
        let configured = options.capacityPerHour ?? zone.capacityPerHour ?? Self.usualCapacity
        let perDay = configured * hours.hoursADay
        vehiclesPerDay = options.vehiclesPerDay ?? Self.usualVehicles(options.gate, capacityPerDay: perDay)
        capacityPerHour =
            options.capacityPerHour ?? max(configured, vehiclesPerDay * Self.spareFactor / hours.hoursADay)
    }

    /// Vehicles that come on a mean day, by what is known of the gate (domain: Huu Nghi clears about 750 a day, Tan
    /// Thanh about 300); elsewhere three quarters of what it can.
    private static func usualVehicles(_ gate: String, capacityPerDay: Double) -> Double {
        switch gate {
        case "HUUNGHI": 750
        case "TANTHANH": 300
        default: capacityPerDay * 0.75
        }
    }
}
