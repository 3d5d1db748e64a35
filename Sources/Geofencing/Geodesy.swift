public import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Distances on a sphere of the earth's mean radius; its error against the ellipsoid stays under 0.6 %.
public enum Geodesy {
    /// IUGG mean radius R1 in metres.
    public static let earthRadiusMeters = 6_371_008.8
    static let metersPerDegree = earthRadiusMeters * .pi / 180

    /// Great-circle distance in metres.
    public static func distanceMeters(_ a: Coordinate, _ b: Coordinate) -> Double {
        let latitudeA = a.latitude * .pi / 180
        let latitudeB = b.latitude * .pi / 180
        let sinLatitude = sin((latitudeB - latitudeA) / 2)
        let sinLongitude = sin((b.longitude - a.longitude) * .pi / 360)
        let h = sinLatitude * sinLatitude + cos(latitudeA) * cos(latitudeB) * sinLongitude * sinLongitude
        return 2 * earthRadiusMeters * asin(min(1, h.squareRoot()))
    }

    /// A longitude or a difference of longitudes brought into -180..<180.
    static func wrapped(_ degrees: Double) -> Double {
        if degrees >= -180 && degrees < 180 { return degrees }
        let turned = (degrees + 180).truncatingRemainder(dividingBy: 360)
        return (turned < 0 ? turned + 360 : turned) - 180
    }
}

func cosine(ofDegrees degrees: Double) -> Double { cos(degrees * .pi / 180) }
