package import Customs

extension ZoneShape {
    /// Metres from the place to the zone's edge: positive outside, negative inside.
    package func clearanceMeters(of place: Coordinate) -> Double {
        switch self {
        case .circle(let center, let radius):
            return Earth.distanceMeters(place, center) - radius
        case .polygons(let polygons):
            return polygons.map { Self.clearance(of: place, polygon: $0) }.min() ?? .infinity
        case .corridor(let line, let halfWidth):
            return Self.distance(to: line, from: place) - halfWidth
        }
    }

    /// A place in the middle of the zone: a circle's centre, the mean of a polygon's corners, a line's middle vertex.
    package var middle: Coordinate? {
        switch self {
        case .circle(let center, _): return center
        case .corridor(let line, _): return line.isEmpty ? nil : line[line.count / 2]
        case .polygons(let polygons):
            guard var ring = polygons.first?.first, !ring.isEmpty else { return nil }
            if ring.count > 1, ring.first == ring.last { ring.removeLast() }
            let count = Double(ring.count)
            return Coordinate(
                latitude: ring.reduce(0) { $0 + $1.latitude } / count,
                longitude: ring.reduce(0) { $0 + $1.longitude } / count)
        }
    }

    private static func clearance(of place: Coordinate, polygon: [[Coordinate]]) -> Double {
        let distance = polygon.map { Self.distance(to: $0 + $0.prefix(1), from: place) }.min() ?? .infinity
        let isInside = polygon.reduce(false) { $0 != Self.surrounds(ring: $1, place) }
        return isInside ? -distance : distance
    }

    private static func surrounds(ring: [Coordinate], _ place: Coordinate) -> Bool {
        var isInside = false
        for (a, b) in zip(ring, ring.dropFirst() + ring.prefix(1)) {
            guard (a.latitude > place.latitude) != (b.latitude > place.latitude) else { continue }
            let share = (place.latitude - a.latitude) / (b.latitude - a.latitude)
            if place.longitude < a.longitude + share * (b.longitude - a.longitude) { isInside.toggle() }
        }
        return isInside
    }

    private static func distance(to line: [Coordinate], from place: Coordinate) -> Double {
        let offsets = line.map { Earth.offsetMeters(from: place, to: $0) }
        return zip(offsets, offsets.dropFirst()).map { a, b in
            let (east, north) = (b.east - a.east, b.north - a.north)
            let squared = east * east + north * north
            let share = squared == 0 ? 0 : min(1, max(0, -(a.east * east + a.north * north) / squared))
            let (x, y) = (a.east + share * east, a.north + share * north)
            return (x * x + y * y).squareRoot()
        }.min() ?? .infinity
    }
}
