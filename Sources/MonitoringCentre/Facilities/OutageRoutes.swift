import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/facilities/{code}/outages`: when an operator could not report.
    static let outages = [
        Route(.post, "/v1/facilities/{code}/outages", .needs(.announceOutages)) { call in
            try .json(try await submittedOutage(call), status: .created)
        },
        Route(.post, "/v1/facilities/{code}/outages/{id}/end", .needs(.announceOutages)) { call in
            try .json(try await submittedOutage(call))
        },
        Route(.get, "/v1/facilities/{code}/outages", .needs(.readFacilities)) { call in
            let facility = try await call.readableFacility()
            return try .json(Page(items: try await call.source.outages(facility: facility.code), next: nil))
        },
    ]

    private static func submittedOutage(_ call: Call) async throws -> Outage {
        try call.requireOwnFacility()
        guard case .outage(let outage) = try await call.submitOne(try await call.jsonBody()) else {
            throw Problem.noAnswer("outage")
        }
        return outage
    }
}
