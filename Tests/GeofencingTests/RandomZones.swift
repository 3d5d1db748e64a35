import Customs
import Foundation
import Geofencing

/// Zones of every kind and size, and places that are hard for them, from a seed.
struct RandomZones {
    var random: Lehmer
    /// South-west corner and size of the area, in degrees.
    var south: Double
    var west: Double
    var size: Double

    init(seed: UInt64, south: Double = 20, west: Double = 105, size: Double = 1) {
        random = Lehmer(seed: seed)
        self.south = south
        self.west = west
        self.size = size
    }

    mutating func place() -> Coordinate {
        let longitude = west + size * random.unit()
        return Coordinate(
            latitude: south + size * random.unit(), longitude: longitude >= 180 ? longitude - 360 : longitude)
    }

    /// From a gate lane of 20 m to a province of 60 km, mostly small.
    mutating func radius() -> Double { 10 * pow(6000, pow(random.unit(), 1.5)) }

    mutating func zone(_ number: Int) -> Zone {
        let center = place()
        let radius = radius()
        let shape: ZoneShape
        switch Int(random.unit() * 7) {
        case 0: shape = .circle(center: center, radiusMeters: radius)
        case 1: shape = .corridor(line: line(from: center, step: radius), halfWidthMeters: radius * random.unit())
        case 2: shape = .polygons([[ring(center, radius, corners: 2000), hole(center, radius)]])
        case 3:
            shape = .polygons(
                (0..<3).map {
                    [ring(center.moved(meters: radius * 0.7, bearing: Double($0) * 120), radius, corners: 9)]
                })
        case 4: shape = .polygons([[box(center, radius)]])
        case 5: shape = .polygons([[star(center, radius)]])
        default: shape = .polygons([[ring(center, radius, corners: 64), hole(center, radius)]])
        }
        return Zone.make(id: "z\(number)", shape: shape)
    }

    /// A place on or hardly beside what the zone is drawn with.
    mutating func placeNear(_ zone: Zone) -> Coordinate {
        let line: [Coordinate]
        switch zone.shape {
        case .circle(let center, let radius):
            return center.moved(meters: radius * (0.999 + 0.002 * random.unit()), bearing: 360 * random.unit()).turned
        case .corridor(let places, let width):
            let place = places[Int(random.unit() * Double(places.count))]
            return place.moved(meters: width * 1.2 * random.unit(), bearing: 360 * random.unit()).turned
        case .polygons(let polygons):
            let rings = polygons[Int(random.unit() * Double(polygons.count))]
            line = rings[Int(random.unit() * Double(rings.count))]
        }
        let index = Int(random.unit() * Double(line.count - 1))
        let (a, b) = (line[index], line[index + 1])
        switch Int(random.unit() * 4) {
        case 0: return a
        case 1: return Coordinate(latitude: a.latitude, longitude: place().longitude)
        case 2:
            let share = random.unit()
            guard abs(a.longitude - b.longitude) < 180 else { return a }
            return Coordinate(
                latitude: a.latitude + share * (b.latitude - a.latitude),
                longitude: a.longitude + share * (b.longitude - a.longitude))
        default: return a.moved(meters: 20 * random.unit(), bearing: 360 * random.unit()).turned
        }
    }

    private mutating func ring(_ center: Coordinate, _ radius: Double, corners: Int) -> [Coordinate] {
        let ring = (0..<corners).map { corner in
            center.moved(meters: radius * (0.6 + 0.4 * random.unit()), bearing: Double(corner) * 360 / Double(corners))
                .turned
        }
        return ring + [ring[0]]
    }

    private mutating func hole(_ center: Coordinate, _ radius: Double) -> [Coordinate] {
        ring(center, radius * 0.5, corners: 11).reversed()
    }

    /// Sides along parallels and meridians, corners on cell borders.
    private func box(_ center: Coordinate, _ radius: Double) -> [Coordinate] {
        let half = (radius / 111_195 * 1024).rounded(.up) / 1024
        let latitude = (center.latitude * 1024).rounded() / 1024
        let longitude = (center.longitude * 1024).rounded() / 1024
        return [(-1.0, -1.0), (-1, 1), (1, 1), (1, -1), (-1, -1)].map {
            Coordinate(latitude: latitude + $0.0 * half, longitude: longitude + $0.1 * half).turned
        }
    }

    /// A ring that crosses itself: only the even-odd rule says what is inside.
    private func star(_ center: Coordinate, _ radius: Double) -> [Coordinate] {
        (0...5).map { center.moved(meters: radius, bearing: Double($0 * 2 % 5) * 72).turned }
    }

    private mutating func line(from start: Coordinate, step: Double) -> [Coordinate] {
        var line = [start]
        for _ in 0..<12 {
            line.append(line[line.count - 1].moved(meters: step * random.unit(), bearing: 90 * random.unit()).turned)
        }
        return line
    }
}

extension Coordinate {
    /// The same place with a longitude in -180..<180.
    var turned: Coordinate {
        var copy = self
        if copy.longitude >= 180 { copy.longitude -= 360 }
        if copy.longitude < -180 { copy.longitude += 360 }
        return copy
    }
}
