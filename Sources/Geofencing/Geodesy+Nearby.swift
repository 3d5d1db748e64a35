public import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Geodesy {
    /// Metres between two places, by the flat map at their mean latitude: within 0.1 % up to 100 km and a fifth of the cost.
    ///
    /// Farther apart, or near a pole, the great circle is taken.
    public static func nearbyMeters(_ a: Coordinate, _ b: Coordinate) -> Double {
        let north = b.latitude - a.latitude
        let east = wrapped(b.longitude - a.longitude)
        guard abs(north) < 1, abs(east) < 1, abs(a.latitude) < 70 else { return distanceMeters(a, b) }
        let scaled = east * cos((a.latitude + b.latitude) * (.pi / 360))
        return metersPerDegree * (north * north + scaled * scaled).squareRoot()
    }
}
