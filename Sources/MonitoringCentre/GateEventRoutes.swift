import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/gate-events`: what operators post, and what was posted.
    static let gateEvents = [
        Route(.post, "/v1/gate-events", .needs(.postGateEvents)) { call in
            if call.mediaType == EDIFACT.contentType { return try await postedEDIFACT(call) }
            guard call.isJSON else { throw call.unsupportedType("application/json or \(EDIFACT.contentType)") }
            let body = try await call.body()
            let outcomes = try await call.submit(body)
            if let refusal = JSONBatch.refusalOfAll(outcomes, body: body) { throw refusal }
            return try .json(GateEventResults(outcomes), status: .created)
        },
        Route(.get, "/v1/gate-events", .needs(.readFacilities)) { call in
            var query = GateEventQuery()
            query.container = try call.query.container()
            query.includesHistory = try call.query.flag("history")
            query.range = try call.query.range()
            query.page = try call.query.page()
            let account = try call.requireAccount()
            if let facility = try call.query.text("facility") {
                query.facilities = account.covers(facility: facility) ? [facility] : []
            } else if account.role == .operator {
                query.facilities = account.facilities
            }
            if query.facilities?.isEmpty == true {
                return try call.list(Page<GateEventRecord>(items: [], next: nil))
            }
            return try call.list(try await call.source.gateEvents(query))
        },
        Route(.get, "/v1/gate-events/{eventId}", .needs(.readFacilities)) { call in
            let eventId = try call.parameter("eventId")
            let reader = try call.requireAccount()
            let sender = try call.query.text("account") ?? reader.name
            guard let record = try await call.source.gateEvent(account: sender, eventId: eventId),
                reader.covers(facility: record.event.facility)
            else { throw Problem.notFound("Account \(sender) posted no gate event \(eventId)") }
            let history = try await CorrectionHistory(of: record, in: call.source, for: reader)
            return try .json(history)
        },
    ]

    private static func postedEDIFACT(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let submission = try call.submission()
        let outcomes = try await call.source.submit(submission, body: body)
        // Where nothing could be read there is no event that a result could be about.
        if outcomes.count == 1, case .rejected(let rejection) = outcomes[0], rejection.reason == .malformedEDI {
            throw rejection
        }
        guard EDIFACT.isPreferred(by: call.request.headers[.accept]) else {
            return try .json(GateEventResults(outcomes), status: .created, headers: [.vary: "Accept"])
        }
        let answer = await call.source.ediAnswer(to: submission, body: body, outcomes: outcomes)
        return .bytes(answer, EDIFACT.contentType, status: .created, headers: [.vary: "Accept"])
    }
}

/// UN/EDIFACT as a media type (RFC 1767).
enum EDIFACT {
    static let contentType = "application/edifact"

    /// Whether an `Accept` field names it and likes it at least as well as JSON.
    static func isPreferred(by accept: String?) -> Bool {
        guard let accept else { return false }
        var qualities: [String: Double] = [:]
        for range in accept.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let type = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            qualities[type] = quality ?? 1
        }
        let own = qualities[contentType] ?? 0
        return own > 0 && own >= qualities["application/json"] ?? 0
    }
}

/// Whether an answer is about single things in a posted array, or about the body as a whole.
enum JSONBatch {
    /// Why nothing of a body was taken: one object that was refused, or a body that is no JSON.
    static func refusalOfAll(_ outcomes: [Outcome], body: [UInt8]) -> Rejection? {
        guard outcomes.count <= 1, case .rejected(let rejection) = outcomes.first else { return nil }
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        let isArray = body.first { !blanks.contains($0) } == UInt8(ascii: "[")
        let isAboutBody = [.malformedJSON, .invalidUTF8, .payloadTooLarge].contains(rejection.reason)
        return isArray && !isAboutBody ? nil : rejection
    }
}
