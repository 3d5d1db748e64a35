import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/seals` and where each was.
    static let seals = [
        Route(.get, "/v1/seals", .needs(.readSupervision)) { call in
            try .json(try await call.source.seals(try call.query.page()))
        },
        Route(.get, "/v1/seals/{id}", .needs(.readSupervision)) { call in
            try .json(try await knownSeal(call))
        },
        Route(.get, "/v1/seals/{id}/track", .needs(.readSupervision)) { call in
            let request = try TrackRequest(call)
            let seal = try await knownSeal(call).seal
            let points = try await call.source.track(seal: seal, request.query)
            return request.format.response(Track(seal: seal, points: points))
        },
    ]

    /// `/v1/containers/{number}`.
    static let containers = [
        Route(.get, "/v1/containers/{number}", .needs(.readSupervision)) { call in
            let number = ContainerNumber.normalised(try call.parameter("number"))
            guard let container = try await ContainerView(number: number, source: call.source) else {
                throw Problem.notFound("Nothing is known of a container \(number)")
            }
            return try .json(container)
        },
        Route(.get, "/v1/containers/{number}/track", .needs(.readSupervision)) { call in
            let request = try TrackRequest(call)
            let number = try await knownContainer(call).container
            let points = try await call.source.containerTrack(number: number, request.query)
            return request.format.response(Track(owner: .container(number), points: points))
        },
    ]

    private static func knownSeal(_ call: Call) async throws -> SealStatus {
        let id = try call.parameter("id")
        guard let seal = try await call.source.seal(id: id) else { throw Problem.notFound("There is no seal \(id)") }
        return seal
    }

    private static func knownContainer(_ call: Call) async throws -> ContainerSummary {
        let number = ContainerNumber.normalised(try call.parameter("number"))
        guard let container = try await call.source.container(number: number) else {
            throw Problem.notFound("Nothing is known of a container \(number)")
        }
        return container
    }
}
