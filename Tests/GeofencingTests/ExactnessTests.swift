import Customs
import Foundation
import Geofencing
import Testing

/// The index against a plain scan, over zones of every kind: gate lanes to provinces, holes, stars, the antimeridian.
@Suite("The zone index and plain geometry")
struct ExactnessTests {
    struct Area: Sendable, CustomTestStringConvertible {
        var name: String
        var south: Double
        var west: Double
        var size: Double
        var testDescription: String { name }
    }

    static let areas = [
        Area(name: "the Red River delta", south: 20, west: 105, size: 1),
        Area(name: "across the antimeridian", south: -1, west: 179.5, size: 1),
        Area(name: "the far north", south: 60, west: 179.9, size: 1),
        Area(name: "where degrees are nought", south: -0.5, west: -0.5, size: 1),
        Area(name: "a wide country", south: 10, west: 100, size: 8),
        Area(name: "one port", south: 20.8, west: 106.6, size: 0.05),
    ]

    @Test("agree at every place, also on corners, on edges and hardly beside them", arguments: areas)
    func lookups(area: Area) {
        for seed in 1...5 as ClosedRange<UInt64> {
            var random = RandomZones(seed: seed * 7919, south: area.south, west: area.west, size: area.size)
            let zones = (0..<24).map { random.zone($0) }
            let index = ZoneIndex(zones: zones)
            var found: [ZoneIndex.Handle] = []
            var differing: [Coordinate] = []
            var places: [Coordinate] = []
            var hits: [ZoneIndex.Hit] = []
            for number in 0..<600 {
                let place = number % 3 == 0 ? random.place() : random.placeNear(zones[number % zones.count])
                let expected = zones.indices.filter { PlainGeometry.contains(zones[$0], place) }.map(Int32.init)
                index.zones(containing: place, into: &found)
                let scanned = zones.indices.map(Int32.init).filter { index.contains(place, in: $0) }
                let isConfirmed =
                    index.areExactly(expected, containing: place)
                    && !index.areExactly(expected + [24], containing: place)
                    && (expected.isEmpty || !index.areExactly(Array(expected.dropLast()), containing: place))
                if found != expected || scanned != expected || !isConfirmed { differing.append(place) }
                places.append(place)
                hits += expected.map { ZoneIndex.Hit(place: Int32(number), zone: $0) }
            }
            #expect(differing == [], "seed \(seed)")
            var foundAtOnce: [ZoneIndex.Hit] = []
            index.hits(of: places, into: &foundAtOnce)
            #expect(foundAtOnce == hits, "seed \(seed)")
        }
    }

    @Test("agree about every stay of a segment", arguments: areas)
    func passages(area: Area) {
        var random = RandomZones(seed: 104_729, south: area.south, west: area.west, size: area.size)
        let zones = (0..<24).map { random.zone($0) }
        let index = ZoneIndex(zones: zones)
        var found: [ZoneIndex.Passage] = []
        for number in 0..<150 {
            let a = random.placeNear(zones[number % zones.count])
            let near = a.moved(meters: 3000 * random.random.unit(), bearing: 360 * random.random.unit()).turned
            let b = number % 3 == 0 ? random.place() : near
            index.passages(from: a, to: b, into: &found)
            #expect(found == found.sorted { ($0.zone, $0.entry) < ($1.zone, $1.entry) })
            for step in 0..<16 {
                let share = (Double(step) + 0.37) / 16
                let place = Self.place(from: a, to: b, share)
                let expected = zones.indices.filter { PlainGeometry.contains(zones[$0], place) }.map(Int32.init)
                #expect(found.filter { $0.entry <= share && share <= $0.exit }.map(\.zone) == expected)
            }
        }
    }

    @Test("agree in sign about the distance to the border, and outside in metres", arguments: areas)
    func clearance(area: Area) {
        var random = RandomZones(seed: 15_485_863, south: area.south, west: area.west, size: area.size)
        let zones = (0..<24).map { random.zone($0) }
        let index = ZoneIndex(zones: zones)
        for number in 0..<120 {
            let handle = number % zones.count
            let place = random.placeNear(zones[handle]).moved(meters: 500 * random.random.unit(), bearing: 45).turned
            let clearance = index.clearance(of: Int32(handle), at: place)
            #expect((clearance <= 0) == PlainGeometry.contains(zones[handle], place))
            guard clearance > 1 else { continue }
            // No place nearer than that is inside; some place hardly farther is on the border's other side or on it.
            for bearing in stride(from: 0.0, to: 360, by: 15) {
                let nearer = place.moved(meters: clearance * 0.998, bearing: bearing).turned
                #expect(!PlainGeometry.contains(zones[handle], nearer))
            }
        }
    }

    private static func place(from a: Coordinate, to b: Coordinate, _ share: Double) -> Coordinate {
        var change = b.longitude - a.longitude
        if change >= 180 { change -= 360 }
        if change < -180 { change += 360 }
        return Coordinate(
            latitude: a.latitude + share * (b.latitude - a.latitude), longitude: a.longitude + share * change
        ).turned
    }
}
