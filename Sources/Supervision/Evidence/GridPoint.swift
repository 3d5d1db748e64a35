import Customs

/// A place in whole ten-millionths of a degree: 1 cm, and eight bytes.
struct GridPoint: Hashable, Sendable {
    var latitude: Int32
    var longitude: Int32

    init(latitude: Int32, longitude: Int32) {
        self.latitude = latitude
        self.longitude = longitude
    }

    init(_ place: Coordinate) {
        latitude = Self.nearest(place.latitude * 1e7)
        longitude = Self.nearest(place.longitude * 1e7)
    }

    private static func nearest(_ value: Double) -> Int32 { Int32(value < 0 ? value - 0.5 : value + 0.5) }

    var coordinate: Coordinate { Coordinate(latitude: Double(latitude) / 1e7, longitude: Double(longitude) / 1e7) }
}

extension GridPoint: Codable {
    init(from decoder: any Decoder) throws {
        let packed = try decoder.singleValueContainer().decode(Int64.self)
        self.init(latitude: Int32(truncatingIfNeeded: packed >> 32), longitude: Int32(truncatingIfNeeded: packed))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Int64(latitude) << 32 | Int64(UInt32(bitPattern: longitude)))
    }
}
