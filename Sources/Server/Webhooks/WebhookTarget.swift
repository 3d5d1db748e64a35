public import Ledger

/// A receiver of webhooks: an entry of `webhooks:`.
public struct WebhookTarget: Hashable, Sendable {
    /// Names it in logs, in metrics and in the ledger, which remembers by it how far the receiver has come.
    public var name: String
    /// Where messages are posted.
    public var url: String
    public var events: Set<WebhookEvent>
    /// Only events of these facilities; `nil` for all.
    public var gates: Set<String>?
    var secret: WebhookSecret
    /// No longer than this passes between two attempts, unless the receiver asks for it.
    public var maximumRetrySeconds: Double

    /// - Throws: `WebhookSecret.Unusable` where the secret is too short, too long or no base64.
    package init(
        name: String, url: String, events: Set<WebhookEvent>, gates: Set<String>? = nil, secret: String,
        maximumRetrySeconds: Double = 300
    ) throws {
        self.name = name
        self.url = url
        self.events = events
        self.gates = gates
        self.secret = try WebhookSecret(secret)
        self.maximumRetrySeconds = maximumRetrySeconds
    }

    /// What it wants of the ledger's events.
    public var selection: EventSelection { EventSelection(kinds: Set(events.map(\.kind)), facilities: gates) }
}
