import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/alerts`: what the rules found, and what officers do with it.
    static let alerts =
        [
            Route(.get, "/v1/alerts", .needs(.readSupervision)) { call in
                var query = AlertQuery()
                query.status = try call.query.choice("status", of: Alert.Status.self)
                query.rule = try call.query.choice("rule", of: RuleCode.self)
                query.severity = try call.query.choice("severity", of: Severity.self)
                query.container = try call.query.container()
                query.transit = try call.query.text("transit")
                query.seal = try call.query.text("seal")
                query.facility = try call.query.text("facility")
                if try call.query.text("acknowledged") != nil {
                    query.acknowledged = try call.query.flag("acknowledged")
                }
                query.assignee = try call.query.text("assignee")
                query.range = try call.query.range()
                query.page = try call.query.page()
                return try call.list(try await call.source.alerts(query))
            },
            Route(.get, "/v1/alerts/{id}", .needs(.readSupervision)) { call in
                let id = try call.parameter("id")
                guard let alert = try await call.source.alert(id: id) else {
                    throw Problem.notFound("There is no alert \(id)")
                }
                return try .json(alert)
            },
            Route(.post, "/v1/alerts/actions", .needs(.decide)) { call in
                let body = try await call.jsonBody()
                return try .json(try AlertActionResults(try await call.submit(body), body: body))
            },
        ]
        + AlertAction.Kind.allCases.map { kind in
            Route(.post, "/v1/alerts/{id}/\(kind.rawValue)", .needs(.decide)) { call in
                guard case .alert(let alert) = try await call.submitOne(try await call.jsonBody()) else {
                    throw Problem(.internalServerError, "The server did not answer with the alert")
                }
                return try .json(alert)
            }
        }
}

extension Route {
    /// `/v1/rejections`: what was refused, with its bytes.
    static let rejections = [
        Route(.get, "/v1/rejections", .needs(.readSupervision)) { call in
            var query = RejectionQuery()
            query.reason = try call.query.choice("reason", of: Rejection.Reason.self)
            query.range = try call.query.range()
            query.page = try call.query.page()
            let page = try await call.source.rejections(query)
            return try .json(Page(items: page.items.map(RejectionView.init), next: page.next))
        }
    ]
}

/// A rejection as it is shown: its bytes as text where they are UTF-8.
struct RejectionView: Encodable, Sendable {
    var sequence: Int64
    var receivedAt: Timestamp
    var source: String
    var reason: Rejection.Reason
    var detail: String
    var subject: Rejection.Subject
    var text: String?
    var base64: String?

    init(_ record: RejectionRecord) {
        sequence = record.sequence
        receivedAt = record.receivedAt
        source = record.source
        reason = record.rejection.reason
        detail = record.rejection.detail
        subject = record.rejection.subject
        text = String(validating: record.bytes, as: UTF8.self)
        if text == nil { base64 = Data(record.bytes).base64EncodedString() }
    }
}
