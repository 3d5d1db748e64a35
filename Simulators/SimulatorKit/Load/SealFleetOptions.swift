public import Customs

/// What load a `SealFleetClient` makes.
public struct SealFleetOptions: Sendable {
    public var broker: MQTTAddress
    public var seals: Int
    /// Reports in all, dealt out to the seals in turn.
    public var reports: Int
    /// Reports a second in all; `nil` for as many as the broker takes.
    public var reportsPerSecond: Double?
    public var firstSequence: Int64 = 1
    /// Fix time of every seal's first report.
    public var startsAt: Timestamp
    public var intervalSeconds = 30
    public var sealPrefix = "LOAD"
    public var connections = 1
    /// Keeps each report until the server's `acks` cover it, and sends it again.
    public var resendsUnacknowledged = false
    /// Seconds without an acknowledgement after which a report is sent again.
    public var resendAfterSeconds = 5.0

    public init(broker: MQTTAddress, seals: Int, reports: Int, startsAt: Timestamp) {
        self.broker = broker
        self.seals = seals
        self.reports = reports
        self.startsAt = startsAt
    }

    /// - Throws: `SimulatorError` for a value out of its range.
    func validate() throws(SimulatorError) {
        func check(_ isRight: Bool, _ reason: String) throws(SimulatorError) {
            guard isRight else { throw SimulatorError(reason) }
        }
        try check((1...100_000).contains(seals), "seals must be 1 to 100000")
        try check((1...100_000_000).contains(reports), "the count must be 1 to 100000000")
        try check((1...64).contains(connections), "connections must be 1 to 64")
        try check((0...3_600_000).contains(intervalSeconds), "the interval must be 0 to 3600000 seconds")
        try check(firstSequence >= 0, "the first sequence number must not be negative")
        try check(reportsPerSecond ?? 1 > 0, "the rate must be above 0")
        try check(resendAfterSeconds > 0, "reports must be sent again after more than 0 seconds")
        try check(Identifier.isValid(sealPrefix), "the prefix must be letters, digits, '.', '_' or '-'")
    }
}
