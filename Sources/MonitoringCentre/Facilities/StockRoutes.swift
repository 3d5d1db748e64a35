import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// What stands in a facility, and what of it may leave.
    static let stock = [
        Route(.get, "/v1/facilities/{code}/stock", .needs(.readFacilities)) { call in
            var query = try await stockQuery(call)
            query.container = try call.query.container()
            return try .json(try await call.source.stock(query))
        },
        Route(.get, "/v1/facilities/{code}/eligible", .needs(.readFacilities)) { call in
            var query = try await stockQuery(call)
            query.isEligibleOnly = true
            return try .json(try await call.source.stock(query))
        },
        Route(.get, "/v1/facilities/{code}/release-check", .needs(.readFacilities)) { call in
            let facility = try await call.readableFacility()
            let container = ContainerNumber.normalised(try call.query.required("container"))
            return try .json(try await call.source.releaseCheck(container: container, facility: facility.code))
        },
    ]

    private static func stockQuery(_ call: Call) async throws -> StockQuery {
        var query = StockQuery(facility: try await call.readableFacility().code)
        query.at = try call.query.pastTime("at", now: call.source.now)
        query.page = try call.query.page()
        return query
    }
}
