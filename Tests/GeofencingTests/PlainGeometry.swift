import Customs
import Foundation
import Geofencing

/// The geometry of zones once more, edge by edge and without any table: what the index has to agree with.
enum PlainGeometry {
    static func contains(_ zone: Zone, _ place: Coordinate) -> Bool {
        let x = place.longitude >= 180 ? place.longitude - 360 : place.longitude
        let y = place.latitude
        switch zone.shape {
        case .circle(let center, let radius): return squaredMeters(x, y, center, center) <= radius * radius
        case .corridor(let line, let halfWidth):
            return zip(line, line.dropFirst()).contains { squaredMeters(x, y, $0, $1) <= halfWidth * halfWidth }
        case .polygons(let polygons):
            return polygons.contains { rings in
                [-360.0, 0, 360].contains { isInside(unrolled(rings), shift: $0, x, y) }
            }
        }
    }

    /// Rings with longitudes that never jump, holes on the same turn as the outer ring.
    private static func unrolled(_ rings: [[Coordinate]]) -> [[(x: Double, y: Double)]] {
        var west = Double.infinity
        var east = -Double.infinity
        return rings.map { ring in
            var turn = 0.0
            if let first = ring.first?.longitude, first > east, first - 360 >= west { turn = -360 }
            if let first = ring.first?.longitude, first < west, first + 360 <= east { turn = 360 }
            var last: Double?
            return ring.map { corner in
                if let last, corner.longitude + turn - last >= 180 { turn -= 360 }
                if let last, corner.longitude + turn - last < -180 { turn += 360 }
                let x = corner.longitude + turn
                last = x
                west = min(west, x)
                east = max(east, x)
                return (x, corner.latitude)
            }
        }
    }

    private static func isInside(_ rings: [[(x: Double, y: Double)]], shift: Double, _ x: Double, _ y: Double) -> Bool {
        var isInside = false
        for ring in rings {
            for (a, b) in zip(ring, ring.dropFirst()) where a.y != b.y {
                let (low, high) = a.y < b.y ? (a, b) : (b, a)
                guard low.y <= y, y < high.y else { continue }
                if x < (low.x + shift) + (high.x - low.x) / (high.y - low.y) * (y - low.y) { isInside.toggle() }
            }
        }
        return isInside
    }

    /// Squared distance to the piece of line on the flat map around its start.
    private static func squaredMeters(_ x: Double, _ y: Double, _ a: Coordinate, _ b: Coordinate) -> Double {
        let degree = Geodesy.earthRadiusMeters * .pi / 180
        let east = degree * cos(a.latitude * .pi / 180)
        let (px, py) = (turned(x - a.longitude) * east, (y - a.latitude) * degree)
        let (ex, ey) = (turned(b.longitude - a.longitude) * east, (b.latitude - a.latitude) * degree)
        let squared = ex * ex + ey * ey
        let share = squared > 0 ? max(0, min(1, (px * ex + py * ey) * (1 / squared))) : 0
        let (dx, dy) = (px - share * ex, py - share * ey)
        return dx * dx + dy * dy
    }

    private static func turned(_ degrees: Double) -> Double {
        degrees >= 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
    }
}
