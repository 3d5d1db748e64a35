import Customs

/// What an event is found by.
struct EventKeys {
    var kind: LedgerEvent.Kind
    var change: String
    var transit: String?
    var container: String?
    var seal: String?
    var facility: String?

    /// `nil` for what is no event: see `LedgerEvent`.
    init?(_ effect: Effect.Kind) {
        switch effect {
        case .report, .visit, .clearance, .manifest, .outage, .forecastScored, .zones: return nil
        case .congestion(let congestion):
            (kind, change, facility) = (.congestion, congestion.level.rawValue, congestion.gate)
        case .zone(let zone):
            (kind, change) = (.zone, zone.change.rawValue)
            (container, seal) = (zone.container, zone.seal)
        case .transit(let state):
            (kind, change) = (.transit, state.status.rawValue)
            (transit, container, seal) = (state.transit, state.container, state.seal)
        case .alert(let what, let alert):
            (kind, change) = (.alert, what.rawValue)
            (transit, container, seal, facility) = (alert.transit, alert.container, alert.seal, alert.facility)
        case .gateEvent(let record):
            kind = .gateEvent
            change = record.cancelledBy != nil ? "cancelled" : record.replacedBy != nil ? "replaced" : "posted"
            (container, facility) = (record.event.container, record.event.facility)
        }
    }
}
