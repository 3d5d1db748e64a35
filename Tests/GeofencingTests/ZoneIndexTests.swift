import Customs
import Geofencing
import Testing

@Suite("The zone index")
struct ZoneIndexTests {
    private static let square = Zone.make(
        id: "square",
        shape: .polygons([
            [
                ring(south: 20, west: 105, north: 21, east: 106),
                ring(south: 20.4, west: 105.4, north: 20.6, east: 105.6),
            ]
        ]))

    static func ring(south: Double, west: Double, north: Double, east: Double) -> [Coordinate] {
        [(south, west), (south, east), (north, east), (north, west), (south, west)].map {
            Coordinate(latitude: $0.0, longitude: $0.1)
        }
    }

    @Test("finds a polygon, and not in its hole")
    func polygonWithHole() {
        let index = ZoneIndex(zones: [Self.square])
        #expect(index.zones(containing: Coordinate(latitude: 20.2, longitude: 105.2)) == [0])
        #expect(index.zones(containing: Coordinate(latitude: 20.5, longitude: 105.5)) == [])
        #expect(index.zones(containing: Coordinate(latitude: 21.2, longitude: 105.2)) == [])
    }

    @Test("finds a polygon across the antimeridian from both sides")
    func antimeridian() {
        let ring = [(-1.0, 179.0), (-1.0, -179.0), (1.0, -179.0), (1.0, 179.0), (-1.0, 179.0)].map {
            Coordinate(latitude: $0.0, longitude: $0.1)
        }
        let index = ZoneIndex(zones: [Zone.make(id: "line", shape: .polygons([[ring]]))])
        for longitude in [179.5, -179.5, 180, -180] {
            #expect(index.zones(containing: Coordinate(latitude: 0, longitude: longitude)) == [0])
        }
        #expect(index.zones(containing: Coordinate(latitude: 0, longitude: 178.5)) == [])
        #expect(index.zones(containing: Coordinate(latitude: 0, longitude: -178.5)) == [])
        #expect(index.zones(containing: Coordinate(latitude: 0, longitude: 0)) == [])
    }

    @Test("holds a circle to its radius on every side", arguments: stride(from: 0.0, to: 360, by: 30).map { $0 })
    func circle(bearing: Double) {
        let center = Coordinate(latitude: 20.85, longitude: 106.68)
        let index = ZoneIndex(zones: [Zone.make(id: "gate", shape: .circle(center: center, radiusMeters: 30))])
        #expect(index.zones(containing: center.moved(meters: 29.8, bearing: bearing)) == [0])
        #expect(index.zones(containing: center.moved(meters: 30.2, bearing: bearing)) == [])
    }

    @Test("holds a corridor to its width to each side")
    func corridor() {
        let line = [(20.0, 105.0), (20.0, 105.1), (20.1, 105.1)].map { Coordinate(latitude: $0.0, longitude: $0.1) }
        let index = ZoneIndex(zones: [Zone.make(id: "road", shape: .corridor(line: line, halfWidthMeters: 200))])
        let middle = Coordinate(latitude: 20, longitude: 105.05)
        #expect(index.zones(containing: middle.moved(meters: 199, bearing: 0)) == [0])
        #expect(index.zones(containing: middle.moved(meters: 202, bearing: 0)) == [])
        #expect(index.zones(containing: line[2].moved(meters: 150, bearing: 0)) == [0])
    }

    @Test("finds where a segment enters and leaves a small gate")
    func passage() {
        let center = Coordinate(latitude: 20.85, longitude: 106.68)
        let index = ZoneIndex(zones: [Zone.make(id: "gate", shape: .circle(center: center, radiusMeters: 30))])
        let passages = index.passages(
            from: center.moved(meters: 500, bearing: 270), to: center.moved(meters: 500, bearing: 90))
        #expect(passages.count == 1)
        #expect(abs((passages.first?.entry ?? 0) - 0.47) < 0.001)
        #expect(abs((passages.first?.exit ?? 0) - 0.53) < 0.001)
    }

    @Test("finds both stays of a segment in a polygon with a hole")
    func passageThroughHole() {
        let index = ZoneIndex(zones: [Self.square])
        let passages = index.passages(
            from: Coordinate(latitude: 20.5, longitude: 104.5), to: Coordinate(latitude: 20.5, longitude: 106.5))
        #expect(passages.map { ($0.entry * 100).rounded() } == [25, 55])
        #expect(passages.map { ($0.exit * 100).rounded() } == [45, 75])
    }

    @Test("agrees with plain geometry at random places near every border")
    func agreesWithoutTheTable() {
        var random = Lehmer(seed: 20_260_302)
        let zones = (0..<40).map { number -> Zone in
            let center = Coordinate(latitude: 20 + random.unit(), longitude: 105 + random.unit())
            let corners = (0..<7).map { corner in
                center.moved(meters: 200 + 3000 * random.unit(), bearing: Double(corner) * 360 / 7)
            }
            return Zone.make(id: "z\(number)", shape: .polygons([[corners + [corners[0]]]]))
        }
        let index = ZoneIndex(zones: zones)
        for _ in 0..<4000 {
            let place = Coordinate(latitude: 20 + random.unit(), longitude: 105 + random.unit())
            let expected = zones.indices.filter { Self.contains(zones[$0], place) }.map(Int32.init)
            #expect(index.zones(containing: place) == expected)
        }
    }

    /// Winding by the crossing rule, written independently of the module.
    private static func contains(_ zone: Zone, _ place: Coordinate) -> Bool {
        guard case .polygons(let polygons) = zone.shape, let ring = polygons.first?.first else { return false }
        var crossings = 0
        for (a, b) in zip(ring, ring.dropFirst()) where (a.latitude <= place.latitude) != (b.latitude <= place.latitude)
        {
            let share = (place.latitude - a.latitude) / (b.latitude - a.latitude)
            if a.longitude + share * (b.longitude - a.longitude) > place.longitude { crossings += 1 }
        }
        return crossings % 2 == 1
    }
}
