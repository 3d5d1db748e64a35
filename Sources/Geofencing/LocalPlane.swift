import Customs

/// A flat map around a place: metres east and north of it. Good to 0.1 % within 50 km, away from the poles.
struct LocalPlane: BitwiseCopyable, Sendable {
    let longitude: Double
    let latitude: Double
    let metersPerDegreeEast: Double

    init(around place: Coordinate) {
        longitude = Geodesy.wrapped(place.longitude)
        latitude = place.latitude
        metersPerDegreeEast = Geodesy.metersPerDegree * cosine(ofDegrees: place.latitude)
    }

    /// The place that it lies around.
    var origin: Coordinate { Coordinate(latitude: latitude, longitude: longitude) }

    /// Metres east and north of the place, the short way round the earth.
    @inline(__always)
    func meters(_ x: Double, _ y: Double) -> (east: Double, north: Double) {
        (Geodesy.wrapped(x - longitude) * metersPerDegreeEast, (y - latitude) * Geodesy.metersPerDegree)
    }

    /// The place so many metres east and north.
    func coordinate(east: Double, north: Double) -> Coordinate {
        Coordinate(
            latitude: latitude + north / Geodesy.metersPerDegree,
            longitude: Geodesy.wrapped(longitude + east / metersPerDegreeEast))
    }

    /// A segment's start and its way, in metres.
    func meters(
        _ segment: Segment
    ) -> (fromX: Double, fromY: Double, dx: Double, dy: Double) {
        let (fromX, fromY) = meters(segment.startX, segment.startY)
        return (fromX, fromY, segment.dx * metersPerDegreeEast, segment.dy * Geodesy.metersPerDegree)
    }
}
