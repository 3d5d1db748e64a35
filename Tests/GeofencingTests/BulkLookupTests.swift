import Customs
import Geofencing
import Testing

@Suite("Lookups of many places at once")
struct BulkLookupTests {
    private static func box(_ number: Int, half: Double) -> Zone {
        let (south, north) = (20 - half, 20 + half)
        let (west, east) = (105 - half, 105 + half)
        return Zone.make(
            id: "z\(number)",
            shape: .polygons([[ZoneIndexTests.ring(south: south, west: west, north: north, east: east)]]))
    }

    @Test("find as many zones over one place as there are, in order, and replace what was found before")
    func manyZonesOverOnePlace() {
        let index = ZoneIndex(zones: (0..<60).map { Self.box($0, half: 0.001 + 0.00001 * Double($0)) })
        let places = (0..<100).map { Coordinate(latitude: 20, longitude: 105 + 0.000015 * Double($0)) }
        var hits = [ZoneIndex.Hit(place: 7, zone: 7)]
        index.hits(of: places, into: &hits)
        let expected = places.indices.flatMap { place in
            index.zones(containing: places[place]).map { ZoneIndex.Hit(place: Int32(place), zone: $0) }
        }
        #expect(hits == expected)
        #expect(hits.filter { $0.place == 0 }.count == 60)
    }

    @Test("find nothing for places that are none, and turn longitudes like single lookups")
    func placesThatAreNone() {
        let index = ZoneIndex(zones: [Self.box(0, half: 0.01)])
        let places = [(20, 105), (.nan, 105), (20, .nan), (91, 105), (20, .infinity), (20, 465), (-20, 105)].map {
            Coordinate(latitude: $0.0, longitude: $0.1)
        }
        var hits: [ZoneIndex.Hit] = []
        index.hits(of: places, into: &hits)
        #expect(hits == [ZoneIndex.Hit(place: 0, zone: 0), ZoneIndex.Hit(place: 5, zone: 0)])
        index.hits(of: [], into: &hits)
        #expect(hits == [])
        ZoneIndex(zones: []).hits(of: places, into: &hits)
        #expect(hits == [])
    }

    @Test("agree with single lookups over thousands of places among crowded zones of every kind")
    func crowded() {
        var random = RandomZones(seed: 6_700_417, south: 20.8, west: 106.6, size: 0.2)
        let index = ZoneIndex(zones: (0..<300).map { random.zone($0) })
        let places = (0..<20_000).map { _ in random.place() }
        var hits: [ZoneIndex.Hit] = []
        index.hits(of: places, into: &hits)
        var position = 0
        for (number, place) in places.enumerated() {
            for zone in index.zones(containing: place) {
                guard position < hits.count, hits[position] == ZoneIndex.Hit(place: Int32(number), zone: zone) else {
                    Issue.record("hit \(position) differs at \(place)")
                    return
                }
                position += 1
            }
        }
        #expect(position == hits.count)
    }
}
