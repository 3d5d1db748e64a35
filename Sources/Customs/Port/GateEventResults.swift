/// The answer to posted gate events: one result for each, in the order in which they were posted.
public struct GateEventResults: Encodable, Sendable {
    public struct Result: Encodable, Sendable {
        /// As far as the event said it.
        public var eventId: String?
        public var status: GateEventOutcome.Status
        public var receipt: Receipt?
        /// Ids of the alerts that it raised.
        public var alerts: [String]
        public var reason: Rejection.Reason?
        public var detail: String?
    }

    public private(set) var results: [Result]

    public init(_ outcomes: [Outcome]) { results = outcomes.map(Self.result) }

    private static func result(_ outcome: Outcome) -> Result {
        switch outcome {
        case .gateEvent(let event):
            Result(eventId: event.eventId, status: event.status, receipt: event.receipt, alerts: event.alerts)
        case .rejected(let rejection):
            Result(
                eventId: rejection.eventId, status: .rejected, alerts: [], reason: rejection.reason,
                detail: rejection.detail)
        case .duplicate: Result(status: .duplicate, alerts: [])
        default: Result(status: .accepted, alerts: [])
        }
    }
}
