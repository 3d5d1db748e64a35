/// What is known of a seal now (the contract's `seals/{id}`).
public struct SealStatus: Sendable, Hashable, Codable {
    public var seal: String
    public var container: String?
    public var transit: String?
    public var lastReport: SealReport
    public var receivedAt: Timestamp
    /// The newest position, which may be older than the last report.
    public var lastFix: SealReport?
    /// The gaps in the counting, by its last boot.
    public var missing: [[Int64]]
    /// The last report's fix contradicts what is known of the seal.
    public var isSuspect: Bool

    private enum CodingKeys: String, CodingKey {
        case seal, container, transit, lastReport, receivedAt, lastFix, missing
        case isSuspect = "suspect"
    }

    public init(
        seal: String, container: String?, transit: String?, lastReport: SealReport, receivedAt: Timestamp,
        lastFix: SealReport?, missing: [[Int64]], isSuspect: Bool = false
    ) {
        self.seal = seal
        self.container = container
        self.transit = transit
        self.lastReport = lastReport
        self.receivedAt = receivedAt
        self.lastFix = lastFix
        self.missing = missing
        self.isSuspect = isSuspect
    }
}

/// The server's answer to a seal on its `acks` topic.
public struct SealAcknowledgement: Sendable, Hashable, Codable {
    public var boot: String
    /// Every report up to this one is stored, except `missing`.
    public var seq: Int64
    public var missing: [[Int64]]?

    public init(boot: String, seq: Int64, missing: [[Int64]]?) {
        self.boot = boot
        self.seq = seq
        self.missing = missing
    }
}
