import Customs
import Foundation
import Geofencing

extension Zone {
    static func make(id: String, kind: ZoneKind = .checkpoint, shape: ZoneShape) -> Zone {
        Zone(id: id, kind: kind, name: id, shape: shape)
    }
}

extension Coordinate {
    /// The place so many metres away, on a sphere.
    func moved(meters: Double, bearing: Double) -> Coordinate {
        let distance = meters / Geodesy.earthRadiusMeters
        let heading = bearing * .pi / 180
        let latitude1 = latitude * .pi / 180
        let latitude2 = asin(sin(latitude1) * cos(distance) + cos(latitude1) * sin(distance) * cos(heading))
        let change = atan2(
            sin(heading) * sin(distance) * cos(latitude1), cos(distance) - sin(latitude1) * sin(latitude2))
        return Coordinate(latitude: latitude2 * 180 / .pi, longitude: longitude + change * 180 / .pi)
    }
}

/// A small generator with a seed (Lehmer's, modulus 2³¹ - 1).
struct Lehmer {
    private var state: UInt64

    init(seed: UInt64) { state = seed % 2_147_483_646 + 1 }

    mutating func unit() -> Double {
        state = state * 48_271 % 2_147_483_647
        return Double(state) / 2_147_483_647
    }
}
