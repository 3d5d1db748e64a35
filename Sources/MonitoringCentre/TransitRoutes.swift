import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/transits`: opened, listed, told and ended.
    static let transits = [
        Route(.post, "/v1/transits", .needs(.decide)) { call in
            let transit = try await submittedTransit(call)
            return try .json(
                transit, status: .created, headers: [.location: "/v1/transits/\(transit.transit)"])
        },
        Route(.get, "/v1/transits", .needs(.readSupervision)) { call in
            var query = TransitQuery()
            query.status = try call.query.choice("status", of: TransitStatus.self)
            query.container = try call.query.container()
            query.seal = try call.query.text("seal")
            query.page = try call.query.page()
            return try call.list(try await call.source.transits(query))
        },
        Route(.get, "/v1/transits/{id}", .needs(.readSupervision)) { call in
            let id = try call.parameter("id")
            guard let transit = try await call.source.transit(id: id) else {
                throw Problem.notFound("There is no transit \(id)")
            }
            return .bytes(
                try told(transit, try await call.source.timeline(transit: id)), "application/json")
        },
        Route(.post, "/v1/transits/{id}/close", .needs(.decide)) { try .json(try await submittedTransit($0)) },
        Route(.post, "/v1/transits/{id}/cancel", .needs(.decide)) { try .json(try await submittedTransit($0)) },
    ]

    private static func submittedTransit(_ call: Call) async throws -> Transit {
        guard case .transit(let transit) = try await call.submitOne(try await call.jsonBody()) else {
            throw Problem(.internalServerError, "The server did not answer with the transit")
        }
        return transit
    }

    /// The transit's object with `timeline` beside its own members.
    private static func told(_ transit: Transit, _ timeline: [TimelineEntry]) throws -> [UInt8] {
        var writer = ByteWriter(capacity: 1024 + timeline.count * 512)
        writer.append(try CanonicalJSON.string(transit).dropLast())
        writer.append(",\"timeline\":[")
        for (index, entry) in timeline.enumerated() {
            if index > 0 { writer.append(",") }
            entry.writeTimeline(to: &writer)
        }
        writer.append("]}")
        return writer.bytes
    }
}
