public import Customs

/// What fleet to make.
public struct FleetOptions: Sendable, Hashable {
    public static let maximumTransits = 10_000

    public var transits = 20
    /// Ids of the routes to drive, in turn; empty for all of the map.
    public var routes: [String] = []
    /// When the first transit is opened.
    public var startsAt: Timestamp
    public var seed: UInt64
    /// Seconds between two reports of a seal.
    public var intervalSeconds = 30
    /// One is put into a transit of its own for each; a meeting takes two.
    public var anomalies: [AnomalyKind] = []
    /// The same for what looks like trouble and is none.
    public var innocents: [HardInnocent] = []
    /// Stretches of routes where every seal falls silent.
    public var coverageHoles: [CoverageHole] = []
    /// Each seal has an interval of its own, 10 to 120 s, instead of `intervalSeconds`.
    public var variesIntervals = false
    /// Receivers of every quality, errors that they do not know of, backlogs that come hours after their end, and more
    /// of what every day brings.
    public var isRough = false
    /// By the transit's place in the fleet: seals that were used before.
    public var usedSeals: [Int: UsedSeal] = [:]
    /// The number of the first seal; two fleets that one server sees need different seals.
    public var firstSeal = 1
    /// Seconds over which the transits are opened.
    public var spreadSeconds = 14_400

    public init(startsAt: Timestamp, seed: UInt64 = 1) {
        self.startsAt = startsAt
        self.seed = seed
    }

    /// - Throws: `SimulatorError` for a value out of its range.
    package func validate() throws(SimulatorError) {
        func check(_ isRight: Bool, _ reason: String) throws(SimulatorError) {
            guard isRight else { throw SimulatorError(reason) }
        }
        try check((1...Self.maximumTransits).contains(transits), "transits must be 1 to \(Self.maximumTransits)")
        try check((1...600).contains(intervalSeconds), "the interval must be 1 to 600 seconds")
        try check((1...1_000_000).contains(firstSeal), "the first seal must be 1 to 1000000")
        try check((0...604_800).contains(spreadSeconds), "the spread must be 0 to 604800 seconds")
        try check(startsAt.milliseconds % 1000 == 0, "the start must be a whole second")
        try check(startsAt > .gpsEpoch, "the start must be after 1980-01-06")
        for hole in coverageHoles {
            try check(
                hole.meters.lowerBound >= 0 && hole.meters.upperBound - hole.meters.lowerBound < 50_000,
                "a coverage hole must begin on its route and be shorter than 50 km")
        }
        let scenarios = anomalies.map(Scenario.anomaly) + innocents.map(Scenario.innocent)
        let needed = scenarios.reduce(0) { $0 + ($1.takesTwo ? 2 : 1) }
        try check(
            needed <= transits,
            "\(anomalies.count) anomalies and \(innocents.count) innocents need \(needed) transits, "
                + "and there are \(transits)")
    }
}
