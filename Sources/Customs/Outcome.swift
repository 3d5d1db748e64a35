/// What became of one observation: the answer to whoever sent it.
public enum Outcome: Sendable, Hashable {
    case stored(sequence: Int64)
    /// Known already; `sequence` is the first receipt's where there is one.
    case duplicate(sequence: Int64)
    case rejected(Rejection)
    case gateEvent(GateEventOutcome)
    case transit(Transit)
    case alert(Alert)
    case clearance(ClearanceDecision)
    case manifest(ManifestRecord)
    case outage(Outage)
    indirect case zones(ZonesEdition)
    case none
}

/// The result of one gate event in an answer.
public struct GateEventOutcome: Sendable, Hashable, Codable {
    public enum Status: String, Sendable, Codable { case accepted, duplicate, rejected }

    public var eventId: String
    public var status: Status
    public var receipt: Receipt?
    /// Ids of the alerts that the event raised.
    public var alerts: [String]

    public init(eventId: String, status: Status, receipt: Receipt?, alerts: [String] = []) {
        self.eventId = eventId
        self.status = status
        self.receipt = receipt
        self.alerts = alerts
    }
}
