import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A flat map around a place: metres east and north of it. Good to 0.1 % within 50 km, away from the poles.
struct LocalPlane: Sendable {
    struct Point: Sendable {
        var x: Double
        var y: Double
    }

    let origin: Coordinate
    private let metersPerDegreeEast: Double

    init(origin: Coordinate) {
        self.origin = origin
        metersPerDegreeEast = Geodesy.metersPerDegree * cos(origin.latitude * .pi / 180)
    }

    func point(_ coordinate: Coordinate) -> Point {
        Point(
            x: Geodesy.wrapped(coordinate.longitude - origin.longitude) * metersPerDegreeEast,
            y: (coordinate.latitude - origin.latitude) * Geodesy.metersPerDegree)
    }
}
