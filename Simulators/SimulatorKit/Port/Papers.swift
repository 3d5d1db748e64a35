import Customs

/// An event at a gate or the quay, and when it is posted; `nil` for never.
struct ToldEvent {
    var event: GateEvent
    var postedAt: Timestamp?
}

/// A decision of Customs about a container.
struct CustomsDecision {
    var status: ClearanceStatus
    var at: Timestamp
    /// Under another declaration than its own.
    var declaration: String?
    var reason: String?
}

/// Something in the papers that is wrong, or that looks so.
struct Incident<Kind> {
    var kind: Kind
    var from: Timestamp
    var to: Timestamp?
    var note = ""
}
