import Customs

/// What became of one container of a posted message, in an answer's words.
struct EDIAnswerItem {
    enum Status: String {
        case accepted = "ACC"
        case duplicate = "DUP"
        case rejected = "REJ"
        /// Read, and nothing more is known of it.
        case unprocessed = "NON"
    }

    let status: Status
    let container: String?
    let eventId: String?
    let text: String
    /// Ids of the alerts that it raised.
    let alerts: [String]

    init(_ item: Result<GateEvent, Rejection>, _ outcome: Outcome?) {
        let event = try? item.get()
        container = event?.container
        var alerts: [String] = []
        switch (outcome, item) {
        case (.gateEvent(let result)?, _):
            eventId = result.eventId
            alerts = result.alerts
            let receipt = result.receipt.map { ", receipt \($0.sequence)" } ?? ""
            switch result.status {
            case .accepted: (status, text) = (.accepted, "accepted" + receipt)
            case .duplicate: (status, text) = (.duplicate, "known already" + receipt)
            case .rejected: (status, text) = (.rejected, "rejected")
            }
        case (.rejected(let rejection)?, _), (_, .failure(let rejection)):
            eventId = rejection.eventId ?? event?.eventId
            (status, text) = (.rejected, "\(rejection.reason.rawValue): \(rejection.detail)")
        case (.duplicate(let sequence)?, _):
            eventId = event?.eventId
            (status, text) = (.duplicate, "known already, receipt \(sequence)")
        case (.stored(let sequence)?, _):
            eventId = event?.eventId
            (status, text) = (.accepted, "accepted, receipt \(sequence)")
        default:
            eventId = event?.eventId
            (status, text) = (.unprocessed, "read, with no result")
        }
        self.alerts = alerts
    }
}
