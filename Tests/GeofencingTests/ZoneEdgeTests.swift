import Customs
import Geofencing
import Testing

@Suite("Borders and limits of the zone index")
struct ZoneEdgeTests {
    private static func square(_ id: String, south: Double, west: Double, side: Double) -> Zone {
        Zone.make(
            id: id,
            shape: .polygons([
                [ZoneIndexTests.ring(south: south, west: west, north: south + side, east: west + side)]
            ]))
    }

    @Test("A place on a western or southern border is inside, on an eastern or northern one outside")
    func convention() {
        let index = ZoneIndex(zones: [Self.square("square", south: 20, west: 105, side: 1)])
        let inside = [(20.5, 105.0), (20.0, 105.5), (20.0, 105.0)]
        let outside = [(20.5, 106.0), (21.0, 105.5), (21.0, 106.0)]
        for (latitude, longitude) in inside {
            #expect(index.zones(containing: Coordinate(latitude: latitude, longitude: longitude)) == [0])
        }
        for (latitude, longitude) in outside {
            #expect(index.zones(containing: Coordinate(latitude: latitude, longitude: longitude)) == [])
        }
    }

    @Test("Of two polygons with a slanted border in common exactly one holds a place on it")
    func commonBorder() {
        let corners = [(20.0, 105.0), (20.0, 106.0), (21.0, 105.9), (21.0, 105.0)].map {
            Coordinate(latitude: $0.0, longitude: $0.1)
        }
        let others = [(21.0, 105.9), (20.0, 106.0), (20.0, 107.0), (21.0, 107.0)].map {
            Coordinate(latitude: $0.0, longitude: $0.1)
        }
        let index = ZoneIndex(zones: [
            Zone.make(id: "west", shape: .polygons([[corners]])), Zone.make(id: "east", shape: .polygons([[others]])),
        ])
        for step in 0..<1000 {
            let share = Double(step) / 1000
            let place = Coordinate(latitude: 20 + share, longitude: 106.0 - 0.1 * share)
            #expect(index.zones(containing: place).count == 1)
        }
    }

    @Test("What is no number, or no place, is in no zone and on no segment")
    func noPlace() {
        let index = ZoneIndex(zones: [Self.square("square", south: 20, west: 105, side: 1)])
        let good = Coordinate(latitude: 20.5, longitude: 105.5)
        let bad = [
            Coordinate(latitude: .nan, longitude: 105), Coordinate(latitude: 20, longitude: .nan),
            Coordinate(latitude: 91, longitude: 105), Coordinate(latitude: 20, longitude: .infinity),
        ]
        for place in bad {
            #expect(index.zones(containing: place) == [])
            #expect(index.passages(from: place, to: good) == [])
            #expect(index.passages(from: good, to: place) == [])
        }
    }

    @Test("Poles, the antimeridian and an index without zones are ordinary places")
    func corners() {
        let empty = ZoneIndex(zones: [])
        for latitude in [-90.0, 0, 90] {
            for longitude in [-180.0, 0, 180] {
                #expect(empty.zones(containing: Coordinate(latitude: latitude, longitude: longitude)) == [])
            }
        }
        let index = ZoneIndex(zones: [
            Zone.make(
                id: "north",
                shape: .polygons([[ZoneIndexTests.ring(south: 80, west: -180, north: 90, east: -10)]]))
        ])
        // The western border, by both of its names.
        #expect(index.zones(containing: Coordinate(latitude: 85, longitude: 180)) == [0])
        #expect(index.zones(containing: Coordinate(latitude: 85, longitude: -180)) == [0])
        #expect(index.zones(containing: Coordinate(latitude: 85, longitude: 179.9)) == [])
        #expect(index.zones(containing: Coordinate(latitude: 85, longitude: -20)) == [0])
    }

    @Test("A segment half round the globe finds a small zone on its way")
    func halfTheGlobe() {
        let index = ZoneIndex(zones: [Self.square("small", south: -0.01, west: 50, side: 0.02)])
        let passages = index.passages(
            from: Coordinate(latitude: 0, longitude: 0), to: Coordinate(latitude: 0, longitude: 170))
        #expect(passages.count == 1)
        #expect(abs((passages.first?.entry ?? 0) - 50 / 170) < 1e-9)
    }

    @Test("A segment across the antimeridian stays in a zone on both sides of it")
    func acrossTheAntimeridian() {
        let ring = [(-1.0, 179.9), (-1.0, -179.9), (1.0, -179.9), (1.0, 179.9)].map {
            Coordinate(latitude: $0.0, longitude: $0.1)
        }
        let index = ZoneIndex(zones: [Zone.make(id: "line", shape: .polygons([[ring]]))])
        for (from, to) in [(179.8, -179.8), (-179.8, 179.8)] {
            let passages = index.passages(
                from: Coordinate(latitude: 0.2, longitude: from), to: Coordinate(latitude: 0.2, longitude: to))
            #expect(passages.count == 1)
            #expect(abs((passages.first?.entry ?? 0) - 0.25) < 1e-9)
            #expect(abs((passages.first?.exit ?? 0) - 0.75) < 1e-9)
        }
    }

    @Test("A province of 10,000 corners needs a table of at most a few megabytes")
    func boundedMemory() {
        let center = Coordinate(latitude: 20, longitude: 105)
        let ring = (0..<10_000).map { center.moved(meters: 60_000, bearing: Double($0) * 0.036) }
        let index = ZoneIndex(zones: [Zone.make(id: "province", shape: .polygons([[ring]]))])
        let empty = ZoneIndex(zones: [])
        #expect(index.tableByteCount - empty.tableByteCount < 4_000_000)
        #expect(index.zones(containing: center) == [0])
    }

    @Test("The border of a circle is as many metres away as it is")
    func clearanceOfCircle() {
        let center = Coordinate(latitude: 20.85, longitude: 106.68)
        let index = ZoneIndex(zones: [Zone.make(id: "gate", shape: .circle(center: center, radiusMeters: 30))])
        for meters in [10.0, 29, 31, 500, 20_000, 400_000] {
            let clearance = index.clearance(of: 0, at: center.moved(meters: meters, bearing: 70))
            #expect(abs(clearance - (meters - 30)) < max(0.02, meters * 0.001))
        }
    }
}
