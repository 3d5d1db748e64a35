import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/gate-events`: what operators post, and what was posted.
    static let gateEvents = [
        Route(.post, "/v1/gate-events", .needs(.postGateEvents)) { call in
            let body = try await call.jsonBody()
            let outcomes = try await call.submit(body)
            let results = GateEventResults(outcomes, body: body)
            if let refusal = results.refusalOfAll { throw refusal }
            return try .json(results, status: .created)
        },
        Route(.get, "/v1/gate-events", .needs(.readFacilities)) { call in
            var query = GateEventQuery()
            query.container = try call.query.container()
            query.includesHistory = try call.query.text("history") == "true"
            query.range = try call.query.range()
            query.page = try call.query.page()
            let account = try call.requireAccount()
            if let facility = try call.query.text("facility") {
                query.facilities = account.covers(facility: facility) ? [facility] : []
            } else if account.role == .operator {
                query.facilities = account.facilities
            }
            if query.facilities?.isEmpty == true {
                return try .json(Page<GateEventRecord>(items: [], next: nil))
            }
            return try .json(try await call.source.gateEvents(query))
        },
    ]
}

/// The answer to posted gate events: one result for each.
struct GateEventResults: Encodable {
    struct Result: Encodable {
        /// As far as the event said it.
        var eventId: String?
        var status: GateEventOutcome.Status
        var receipt: Receipt?
        var alerts: [String]
        var reason: Rejection.Reason?
        var detail: String?
    }

    private(set) var results: [Result]
    /// Why nothing of the call was taken: one event that was refused, or a body that is no JSON.
    private(set) var refusalOfAll: Rejection?

    private enum CodingKeys: String, CodingKey { case results }

    init(_ outcomes: [Outcome], body: [UInt8]) {
        let posted = try? JSONSerialization.jsonObject(with: Data(body), options: [.fragmentsAllowed])
        let batch = posted as? [Any]
        results = outcomes.enumerated().map { index, outcome in
            let event = batch.map { $0.indices.contains(index) ? $0[index] : [:] } ?? posted
            return Self.result(outcome, eventId: (event as? [String: Any])?["eventId"] as? String)
        }
        if batch == nil, case .rejected(let rejection) = outcomes.first { refusalOfAll = rejection }
    }

    private static func result(_ outcome: Outcome, eventId: String?) -> Result {
        switch outcome {
        case .gateEvent(let event):
            Result(eventId: event.eventId, status: event.status, receipt: event.receipt, alerts: event.alerts)
        case .rejected(let rejection):
            Result(
                eventId: eventId, status: .rejected, alerts: [], reason: rejection.reason, detail: rejection.detail)
        case .duplicate: Result(eventId: eventId, status: .duplicate, alerts: [])
        case .stored, .transit, .alert, .none: Result(eventId: eventId, status: .accepted, alerts: [])
        }
    }
}
