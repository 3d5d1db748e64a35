import Customs

/// A box in degrees. Longitudes are relative to `west`, so that a box may lie across the antimeridian.
struct BoundingBox: Sendable {
    var west: Double
    /// Degrees from west to east, 0...360; negative for the empty box.
    var width: Double
    var south: Double
    var north: Double

    static let empty = BoundingBox(west: 0, width: -1, south: 1, north: -1)

    init(west: Double, width: Double, south: Double, north: Double) {
        self.west = west
        self.width = width
        self.south = south
        self.north = north
    }

    /// The box of the shorter way between two places.
    init(_ a: Coordinate, _ b: Coordinate) {
        let east = Geodesy.wrapped(b.longitude - a.longitude)
        self.init(
            west: east >= 0 ? a.longitude : b.longitude, width: abs(east),
            south: min(a.latitude, b.latitude), north: max(a.latitude, b.latitude))
    }

    var isEmpty: Bool { width < 0 }

    func contains(_ place: Coordinate) -> Bool {
        place.latitude >= south && place.latitude <= north && eastward(place.longitude) <= width
    }

    func intersects(_ other: BoundingBox) -> Bool {
        guard !isEmpty, !other.isEmpty, south <= other.north, other.south <= north else { return false }
        return eastward(other.west) <= width || other.eastward(west) <= other.width
    }

    func union(_ other: BoundingBox) -> BoundingBox {
        if isEmpty { return other }
        if other.isEmpty { return self }
        let otherStart = Geodesy.wrapped(other.west - west)
        let start = min(0, otherStart)
        let end = max(width, otherStart + other.width)
        return BoundingBox(
            west: Geodesy.wrapped(west + start), width: min(360, end - start),
            south: min(south, other.south), north: max(north, other.north))
    }

    func expanded(byMeters meters: Double) -> BoundingBox {
        let latitudeMargin = meters / Geodesy.metersPerDegree
        let farthest = min(89.9, max(abs(south), abs(north)) + latitudeMargin)
        let metersPerDegreeEast = Geodesy.metersPerDegree * cosine(ofDegrees: farthest)
        let longitudeMargin = min(180, meters / metersPerDegreeEast)
        return BoundingBox(
            west: Geodesy.wrapped(west - longitudeMargin), width: min(360, width + 2 * longitudeMargin),
            south: south - latitudeMargin, north: north + latitudeMargin)
    }

    /// Degrees east of the western edge, 0..<360.
    private func eastward(_ longitude: Double) -> Double {
        let difference = Geodesy.wrapped(longitude - west)
        return difference >= 0 ? difference : difference + 360
    }
}
