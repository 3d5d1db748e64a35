package import Customs
import Foundation

/// Distances and directions on the earth, good to a few metres in a hundred kilometres.
package enum Earth {
    /// Mean radius in metres (IUGG).
    package static let radiusMeters = 6_371_008.8

    /// Metres from one place to another (haversine).
    package static func distanceMeters(_ a: Coordinate, _ b: Coordinate) -> Double {
        let latitude = radians(b.latitude - a.latitude) / 2
        let longitude = radians(b.longitude - a.longitude) / 2
        let h =
            sin(latitude) * sin(latitude)
            + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(longitude) * sin(longitude)
        return 2 * radiusMeters * asin(min(1, h.squareRoot()))
    }

    /// The direction from one place to another in degrees from north, 0..<360.
    package static func courseDegrees(from a: Coordinate, to b: Coordinate) -> Double {
        let offset = offsetMeters(from: a, to: b)
        let degrees = atan2(offset.east, offset.north) * 180 / .pi
        return degrees < 0 ? degrees + 360 : degrees
    }

    /// Metres east and north of `origin`, in its tangent plane.
    package static func offsetMeters(from origin: Coordinate, to place: Coordinate) -> (east: Double, north: Double) {
        let east = radians(place.longitude - origin.longitude) * radiusMeters * cos(radians(origin.latitude))
        return (east, radians(place.latitude - origin.latitude) * radiusMeters)
    }

    /// The place so many metres east and north of another.
    package static func place(_ origin: Coordinate, movedEast east: Double, north: Double) -> Coordinate {
        Coordinate(
            latitude: origin.latitude + north / radiusMeters * 180 / .pi,
            longitude: origin.longitude + east / (radiusMeters * cos(radians(origin.latitude))) * 180 / .pi)
    }

    private static func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
}
