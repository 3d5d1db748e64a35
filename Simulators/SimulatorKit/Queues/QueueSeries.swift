public import Customs

/// Gates with their queues, day after day, one day's messages in memory at a time; the truth is known at once.
public struct QueueSeries: Sendable {
    public struct Day: Sendable {
        /// From 0.
        public var number: Int
        /// What came in until the day's end, in the order of the received times; the first day's begin with what came
        /// before its midnight, of transits under way.
        public var envelopes: [Envelope]
    }

    public let days: Int
    /// In the order of the options' gates.
    public let truths: [QueueTruth]

    private let options: QueueOptions
    private let gates: [Gate]
    private var nextVehicle: [Int]
    private var next = 0
    private var pending: [Envelope] = []
    private var clock = ReceivedClock()
    private static let daySeconds = 86_400.0
    /// No vehicle says or causes anything earlier before it enters its queue.
    private static let leadSeconds = 86_400.0
    /// Numbers of seals for each gate.
    private static let sealsOfGate = 1_000_000

    private struct Gate: Sendable {
        let code: String
        let roads: [QueueRoad]
        let vehicles: [QueueVehicle]
        let passages: [Double]
        let seed: UInt64
    }

    /// - Throws: `SimulatorError` where an option is out of its range, a gate is not on the map, or no route leads
    ///   through a queue zone to it.
    public init(_ options: QueueOptions, map: RoadMap) throws(SimulatorError) {
        try options.validate()
        self.options = options
        days = options.days
        var seeds = SplitMix64(seed: options.seed, part: 5)
        var gates: [Gate] = []
        var truths: [QueueTruth] = []
        for gate in options.gates {
            guard let zone = map.places.first(where: { $0.facility == gate.gate }) else {
                throw SimulatorError("no zone has the facility code \(gate.gate)")
            }
            let roads = try QueueRoad.roads(to: gate.gate, map: map)
            let seed = seeds.next()
            let world = try QueueWorld(gate, of: options, zone: zone, queueMeters: roads[0].queueMeters, seed: seed)
            gates.append(
                Gate(code: gate.gate, roads: roads, vehicles: world.vehicles, passages: world.passages, seed: seed))
            truths.append(world.truth)
        }
        self.gates = gates
        self.truths = truths
        nextVehicle = gates.map { _ in 0 }
    }

    /// A gate's vehicles, by the order of entering.
    package func vehicles(of gate: String) -> [QueueVehicle] {
        gates.first { $0.code == gate }?.vehicles ?? []
    }

    /// The next day; `nil` after the last.
    ///
    /// - Throws: `SimulatorError` where a message cannot be written.
    public mutating func nextDay() throws(SimulatorError) -> Day? {
        guard next < days else { return nil }
        let end = Double(next + 1) * Self.daySeconds
        for (index, gate) in gates.enumerated() {
            while nextVehicle[index] < gate.vehicles.count,
                gate.vehicles[nextVehicle[index]].entersAt < end + Self.leadSeconds
            {
                try tell(gate.vehicles[nextVehicle[index]], of: gate, number: index)
                nextVehicle[index] += 1
            }
        }
        let endsAt = options.startsAt.advanced(bySeconds: end)
        let due = pending.filter { $0.receivedAt < endsAt }
        pending.removeAll { $0.receivedAt < endsAt }
        defer { next += 1 }
        return Day(number: next, envelopes: clock.inOrder(due))
    }

    /// Everything that is ever received of a vehicle, up to the series' end.
    private mutating func tell(_ vehicle: QueueVehicle, of gate: Gate, number: Int) throws(SimulatorError) {
        var random = SplitMix64(seed: gate.seed &+ 7, part: UInt64(vehicle.number))
        let papers = QueuePapers(
            number: (number + 1) * Self.sealsOfGate + vehicle.number, gate: gate.code, vehicle: vehicle.number,
            hasTwoBoxes: random.chance(options.twoBoxShare), startsAt: options.startsAt, random: &random)
        let isLate = random.chance(options.lateShare)
        let (isSealed, use) = (random.chance(options.sealShare), random.fraction())
        let isPhone = random.chance(0.5)
        let isSeen = vehicle.chance < options.seenShare
        let hasTransit = isSeen && isSealed && use < options.transitShare
        if let passesAt = vehicle.passesAt {
            pending.append(
                try papers.gateIn(at: passesAt, isLate: isLate, isSealed: hasTransit, random: &random))
        }
        guard isSeen, let road = random.element(of: gate.roads) else { return }
        let way = QueueWay(
            vehicle, road: road, passages: gate.passages, approachMeters: options.approachMeters,
            hasJourney: hasTransit, random: &random)
        let isNamed = hasTransit ? use < options.transitShare / 2 : use < options.transitShare + options.namedShare
        let kind: QueueDevice.Kind =
            isSealed ? .seal(container: isNamed ? papers.containers[0] : nil) : isPhone ? .phone : .traccar
        let device = QueueDevice(
            name: isSealed ? papers.seal : "TRK\(papers.seal.dropFirst(6))", kind: kind, startsAt: options.startsAt,
            standingSeconds: options.standingSeconds, random: &random)
        var from = way.approachesAt
        if hasTransit, let departsAt = way.journey?.departsAt {
            pending += try papers.transit(way, departsAt: departsAt, random: &random)
            from = QueuePapers.opening(departsAt)
        }
        pending += device.envelopes(of: way, from: from, to: Double(days) * Self.daySeconds, random: &random)
    }
}
