import Customs
import Geofencing
import Testing

@Suite("A route's line")
struct RouteLineTests {
    /// East for 20 km, back west 100 m further north, all in pieces of 200 m.
    private static let start = Coordinate(latitude: 20.85, longitude: 106)
    private static let hairpin: [Coordinate] = {
        let turn = start.moved(meters: 20_000, bearing: 90).moved(meters: 100, bearing: 0)
        let out = (0...100).map { start.moved(meters: Double($0) * 200, bearing: 90) }
        return out + (0...100).map { turn.moved(meters: Double($0) * 200, bearing: 270) }
    }()

    @Test("is as long as its pieces and measures places along it and off it")
    func measures() {
        let line = RouteLine(line: Self.hairpin)
        #expect(abs(line.lengthMeters - 40_100) < 10)
        let place = Self.start.moved(meters: 5050, bearing: 90).moved(meters: 30, bearing: 180)
        let location = line.locate(place, near: nil)
        #expect(location.segment == 25)
        #expect(abs(location.alongMeters - 5050) < 1)
        #expect(abs(location.offMeters - 30) < 1)
    }

    @Test("tells the way out from the way back by the hint")
    func hints() {
        let line = RouteLine(line: Self.hairpin)
        // Between the two lanes, a little nearer to the wrong one.
        let out = Self.start.moved(meters: 5050, bearing: 90).moved(meters: 55, bearing: 0)
        #expect(line.locate(out, near: 24).segment == 25)
        let back = Self.start.moved(meters: 5050, bearing: 90).moved(meters: 45, bearing: 0)
        #expect(line.locate(back, near: 174).segment == 175)
    }

    @Test("is searched whole where the hint is far off or none of its own")
    func searches() {
        let line = RouteLine(line: Self.hairpin)
        let place = Self.start.moved(meters: 1010, bearing: 90)
        for hint in [90, 5000, -1] as [Int32] { #expect(line.locate(place, near: hint).segment == 5) }
    }

    @Test("gives back the place at a length")
    func places() {
        let line = RouteLine(line: Self.hairpin)
        for meters in stride(from: 50.0, to: 40_000, by: 1990) {
            guard let place = line.place(atMeters: meters) else {
                Issue.record("no place at \(meters) m")
                continue
            }
            let location = line.locate(place, near: Int32(meters / 200))
            #expect(abs(location.alongMeters - meters) < 1)
            #expect(location.offMeters < 1)
        }
        #expect(line.place(atMeters: -5) == Self.hairpin.first)
        #expect(RouteLine(line: []).place(atMeters: 0) == nil)
        #expect(RouteLine(line: []).locate(Self.start, near: nil).offMeters == .infinity)
    }

    @Test("is prepared for corridors of routes and for nothing else")
    func prepared() {
        let corridor = ZoneShape.corridor(line: Self.hairpin, halfWidthMeters: 200)
        let index = ZoneIndex(zones: [
            Zone.make(id: "road", kind: .route, shape: corridor),
            Zone.make(id: "lane", kind: .checkpoint, shape: corridor),
        ])
        #expect(index.routeLine(of: 0)?.lengthMeters == RouteLine(line: Self.hairpin).lengthMeters)
        #expect(index.routeLine(of: 1) == nil)
    }
}
