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
    /// One is put into a transit of its own for each.
    public var anomalies: [AnomalyKind] = []
    /// The number of the first seal; two fleets that one server sees need different seals.
    public var firstSeal = 1
    /// Seconds over which the transits are opened.
    public var spreadSeconds = 14_400

    public init(startsAt: Timestamp, seed: UInt64 = 1) {
        self.startsAt = startsAt
        self.seed = seed
    }

    /// Silence after which `seal-signal-lost` fires with the contract's thresholds, in seconds.
    package var silenceLimitSeconds: Int { max(900, 5 * intervalSeconds) }

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
        try check(
            anomalies.count <= transits,
            "\(anomalies.count) anomalies need as many transits, and there are \(transits)")
    }
}
