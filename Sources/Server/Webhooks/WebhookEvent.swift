public import Ledger

/// What can be posted to receivers of webhooks: an entry of a receiver's `events`, and the `type` of its messages.
public enum WebhookEvent: String, Hashable, Sendable, CaseIterable {
    case congestion, alert, transit
    case gateEvent = "gate-event"

    /// The ledger's word for it.
    public var kind: LedgerEvent.Kind {
        switch self {
        case .congestion: .congestion
        case .alert: .alert
        case .transit: .transit
        case .gateEvent: .gateEvent
        }
    }
}
