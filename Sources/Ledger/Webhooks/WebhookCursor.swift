public import Customs

/// How far a receiver of webhooks has come in the ledger's events.
public struct WebhookCursor: Hashable, Sendable {
    /// The receiver's name in the configuration.
    public var name: String
    /// Everything wanted up to this ledger sequence was delivered.
    public var sequence: Int64
    /// When the failure began that lasts; `nil` where the last attempt succeeded. By the machine's clock.
    public var failingSince: Timestamp?
    /// Attempts since then, all of them failed.
    public var attempts: Int
    /// What the last of them failed of, in a few words.
    public var lastError: String?

    public init(
        name: String, sequence: Int64, failingSince: Timestamp? = nil, attempts: Int = 0, lastError: String? = nil
    ) {
        self.name = name
        self.sequence = sequence
        self.failingSince = failingSince
        self.attempts = attempts
        self.lastError = lastError
    }
}
