public import Customs

/// What yard to make: a facility's day, and the next morning.
public struct YardOptions: Sendable, Hashable {
    public static let maximumContainers = 100_000
    /// Vessels come within the first hours; this is far enough after them for every manifest to fall due.
    public static let daySeconds = 108_000.0

    /// Containers that come or stand there on the day.
    public var containers = 250
    /// Vessels that call.
    public var calls = 4
    /// The facility's code.
    public var facility = "VNCLI"
    public var startsAt: Timestamp
    public var seed: UInt64
    /// One is put into a container, or a call, of its own for each.
    public var anomalies: [YardAnomaly] = []
    /// The same for what looks like trouble and is none; an outage is the whole yard's, once.
    public var innocents: [YardInnocent] = []

    public init(startsAt: Timestamp, seed: UInt64 = 1) {
        self.startsAt = startsAt
        self.seed = seed
    }

    /// - Throws: `SimulatorError` for a value out of its range.
    func validate() throws(SimulatorError) {
        func check(_ isRight: Bool, _ reason: String) throws(SimulatorError) {
            guard isRight else { throw SimulatorError(reason) }
        }
        try check(
            (1...Self.maximumContainers).contains(containers), "containers must be 1 to \(Self.maximumContainers)")
        try check((1...20).contains(calls), "calls must be 1 to 20")
        try check(startsAt.milliseconds % 60_000 == 0, "the yard's start must be a whole minute")
        try check(startsAt > .gpsEpoch, "the start must be after 1980-01-06")
        let ofCalls = anomalies.count(where: \.isOfCall)
        try check(
            ofCalls < calls, "\(ofCalls) anomalies of manifests need \(ofCalls + 1) calls, and there are \(calls)")
        let ofContainers = anomalies.count - ofCalls + innocents.count
        // Some half of them are imports, and a few of those are needed for themselves.
        try check(
            ofContainers * 3 <= containers,
            "\(ofContainers) anomalies and innocents need \(ofContainers * 3) containers, and there are \(containers)")
    }
}
