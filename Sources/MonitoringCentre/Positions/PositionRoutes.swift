import Customs
import Hummingbird
import NIOCore

extension Route {
    /// `/v1/positions`: where every seal is that was heard lately.
    static let positions = [
        Route(.get, "/v1/positions", .needs(.readSupervision)) { call in
            let area = try call.query.area("bbox")
            let within = try call.query.seconds("activeWithin", default: 3600, maximum: 366 * 86_400)
            let seals = try await call.source.positions(in: area, activeWithin: within)
            return Response(
                status: .ok, headers: [.contentType: "application/geo+json"],
                body: ResponseBody(byteBuffer: PositionCollection.geoJSON(seals)))
        }
    ]
}

/// Last positions as a GeoJSON FeatureCollection.
enum PositionCollection {
    static func geoJSON(_ seals: [PlacedSeal]) -> ByteBuffer {
        let opening: StaticString = "{\"type\":\"FeatureCollection\",\"features\":["
        let features = seals.map(\.feature)
        var buffer = ByteBufferAllocator().buffer(
            capacity: features.reduce(opening.utf8CodeUnitCount + 2) { $0 + $1.count + 1 })
        buffer.writeStaticString(opening)
        var isFirst = true
        for feature in features {
            if !isFirst { buffer.writeInteger(UInt8(ascii: ",")) }
            isFirst = false
            buffer.writeBytes(feature)
        }
        buffer.writeStaticString("]}")
        return buffer
    }
}
