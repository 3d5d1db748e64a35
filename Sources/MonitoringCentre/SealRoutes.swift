import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// The most reports that one track may hold: 100 days at a report every 30 s, or a week at one a second.
    private static let maximumTrackPoints = 500_000

    /// `/v1/seals` and where they are.
    static let seals = [
        Route(.get, "/v1/seals", .needs(.readSupervision)) { call in
            try .json(try await call.source.seals(try call.query.page()))
        },
        Route(.get, "/v1/seals/{id}", .needs(.readSupervision)) { call in
            try .json(try await knownSeal(call))
        },
        Route(.get, "/v1/seals/{id}/track", .needs(.readSupervision)) { call in
            let format = try TrackFormat(of: call)
            let range = try call.query.range()
            let seal = try await knownSeal(call).seal
            let points = try await call.source.track(seal: seal, range: range, limit: maximumTrackPoints + 1)
            return try format.response(
                Track(owner: .seal(seal), points: try bounded(points.map { SealedPoint(seal: seal, point: $0) })))
        },
        Route(.get, "/v1/positions", .needs(.readSupervision)) { call in
            let area = try call.query.area("bbox")
            let within = try call.query.seconds("activeWithin", default: 3600, maximum: 366 * 86_400)
            let seals = try await call.source.positions(in: area, activeWithin: within)
            return .bytes(PositionCollection.geoJSON(seals), "application/geo+json")
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
            let format = try TrackFormat(of: call)
            let range = try call.query.range()
            let number = try await knownContainer(call).container
            let points = try await call.source.containerTrack(
                number: number, range: range, limit: maximumTrackPoints + 1)
            return try format.response(Track(owner: .container(number), points: try bounded(points)))
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

    private static func bounded(_ points: [SealedPoint]) throws -> [SealedPoint] {
        guard points.count <= maximumTrackPoints else {
            throw BadRequest("The track has more than \(maximumTrackPoints) reports; ask with a shorter from and to")
        }
        return points
    }
}

/// Last positions as a GeoJSON FeatureCollection.
enum PositionCollection {
    static func geoJSON(_ seals: [SealStatus]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64 + seals.count * 320)
        writer.append("{\"type\":\"FeatureCollection\",\"features\":[")
        var isFirst = true
        for status in seals {
            guard let position = SealPosition(status) else { continue }
            if !isFirst { writer.append(",") }
            isFirst = false
            writer.append("{\"type\":\"Feature\",\"id\":")
            writer.quoted(position.seal)
            writer.append(",\"geometry\":{\"type\":\"Point\",\"coordinates\":[")
            writer.degrees(position.coordinate.longitude)
            writer.append(",")
            writer.degrees(position.coordinate.latitude)
            writer.append("]},\"properties\":{\"seal\":")
            writer.quoted(position.seal)
            position.writeMembers(to: &writer)
            writer.append(",\"receivedAt\":")
            writer.quoted(status.receivedAt)
            writer.append("}}")
        }
        writer.append("]}")
        return writer.bytes
    }
}
