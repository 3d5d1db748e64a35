import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/zones`: the zones in force, others in their place, and what those would have changed.
    static let zones = [
        Route(.get, "/v1/zones", .signedIn) { call in
            let zones = try await call.source.zonesInForce()
            return .file(zones.bytes, "application/geo+json", tag: "\"\(zones.tag)\"", call)
        },
        Route(.put, "/v1/zones", .needs(.administer)) { call in
            var submission = try call.submission()
            submission.condition = try await call.zonesCondition()
            let outcome = try await call.source.submit(submission, body: try await call.jsonBody()).first
            switch outcome {
            case .zones(let edition):
                return try .json(edition.summary, headers: [.eTag: "\"\(edition.tag)\""])
            case .rejected(let rejection):
                // Somebody else's edit may have come in between.
                _ = try await call.zonesCondition()
                throw rejection
            default: throw Problem.noAnswer("zones")
            }
        },
        Route(.post, "/v1/zones/preview", .needs(.administer)) { call in
            try .json(try await call.source.previewZones(try await call.jsonBody()))
        },
    ]
}

extension Call {
    /// The tag that `If-Match` names and the zones in force have; `nil` where any will do.
    ///
    /// - Throws: a 412 problem where they have another.
    fileprivate func zonesCondition() async throws -> String? {
        guard let field = request.headers[.ifMatch] else { return nil }
        let tags = field.split(separator: ",").map { $0.filter { $0 != " " } }
        if tags == ["*"] { return nil }
        let tag = try await source.zonesInForce().tag
        guard tags.contains("\"\(tag)\"") else {
            throw Problem(
                .preconditionFailed, "The zones were changed meanwhile: their tag is \"\(tag)\", not \(field)",
                reason: "precondition-failed", headers: [.eTag: "\"\(tag)\""])
        }
        return tag
    }
}
