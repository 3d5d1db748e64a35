import Customs
import Foundation
import Testing

@Suite("Simplified tracks")
struct TrackSimplifierTests {
    private static let start = Timestamp(milliseconds: 1_772_409_600_000)

    private static func point(
        _ index: Int, _ place: Coordinate?, seconds: Double? = nil, state: SealState = .locked
    ) -> TrackPoint {
        let time = start.advanced(bySeconds: seconds ?? Double(index) * 30)
        return TrackPoint(
            fixTime: time, receivedAt: time, boot: "0", sequence: Int64(index), ordinal: Int64(index),
            mode: place == nil ? 1 : 3, position: place, state: state)
    }

    /// A lorry that turns, stands and jumps now and then.
    private static func journey(seed: UInt64, points: Int) -> [TrackPoint] {
        var random = SeededGenerator(seed: seed)
        var place = Coordinate(latitude: .random(in: 8...23, using: &random), longitude: 106)
        var heading = Double.random(in: 0...6, using: &random)
        var seconds = 0.0
        return (0..<points).map { index in
            seconds += Int.random(in: 0..<200, using: &random) == 0 ? 900 : 30
            heading += .random(in: -0.4...0.4, using: &random)
            let step = index % 300 < 200 ? 0.003 : 0.00002
            place.latitude += cos(heading) * step
            place.longitude += sin(heading) * step
            let state: SealState = index / 137 % 5 == 4 ? .unlocked : .locked
            let isBlind = Int.random(in: 0..<50, using: &random) == 0
            return point(index, isBlind ? nil : place, seconds: seconds, state: state)
        }
    }

    /// Metres from a place to the segment between two others, on the plane at the place.
    private static func distance(_ place: Coordinate, _ a: Coordinate, _ b: Coordinate) -> Double {
        let meters = 6_371_008.8 * Double.pi / 180
        let scale = cos(place.latitude * .pi / 180) * meters
        let (ax, ay) = ((a.longitude - place.longitude) * scale, (a.latitude - place.latitude) * meters)
        let (dx, dy) = ((b.longitude - a.longitude) * scale, (b.latitude - a.latitude) * meters)
        let length = dx * dx + dy * dy
        let along = length > 0 ? min(1, max(0, -(ax * dx + ay * dy) / length)) : 0
        return hypot(ax + along * dx, ay + along * dy)
    }

    @Test(
        "No point that is left out lies farther than the tolerance from the line that stays",
        arguments: [1, 2, 3, 4, 5, 6], [0.5, 5, 50, 500, 20_000])
    func withinTolerance(seed: UInt64, tolerance: Double) {
        let points = Self.journey(seed: seed, points: 3000)
        let kept = TrackSimplifier(toleranceMeters: tolerance).kept(of: TrackLine(points))
        #expect(kept == kept.sorted() && Set(kept).count == kept.count)
        let line = kept.filter { points[$0].position != nil }
        #expect(line.first == points.firstIndex { $0.position != nil })
        #expect(line.last == points.lastIndex { $0.position != nil })
        for (from, to) in zip(line, line.dropFirst()) {
            guard let a = points[from].position, let b = points[to].position else { continue }
            for index in from + 1..<max(to, from + 1) {
                guard let place = points[index].position else { continue }
                #expect(Self.distance(place, a, b) <= tolerance * 1.000_001)
            }
        }
    }

    @Test("Both sides of a change of state and of a gap stay, on the straightest line")
    func breaks() {
        let points = (0..<100).map { index in
            Self.point(
                index, Coordinate(latitude: 10 + Double(index) * 0.001, longitude: 106),
                seconds: Double(index) * 30 + (index >= 60 ? 601 : 0), state: index >= 30 ? .tampered : .locked)
        }
        #expect(TrackSimplifier(toleranceMeters: 1000).kept(of: TrackLine(points)) == [0, 29, 30, 59, 60, 99])
    }

    @Test("A silence of ten minutes is no gap yet")
    func shortGap() {
        let points = [0.0, 300, 900, 1500].enumerated().map { index, seconds in
            Self.point(index, Coordinate(latitude: 10 + seconds * 0.00001, longitude: 106), seconds: seconds)
        }
        #expect(TrackSimplifier(toleranceMeters: 1000).kept(of: TrackLine(points)) == [0, 3])
    }

    @Test("A report without a fix stays only where the state changes at it")
    func blind() {
        let place = Coordinate(latitude: 10, longitude: 106)
        let points = [
            Self.point(0, place), Self.point(1, nil), Self.point(2, nil, state: .tampered),
            Self.point(3, nil, state: .tampered), Self.point(4, place, state: .tampered),
        ]
        #expect(TrackSimplifier(toleranceMeters: 10).kept(of: TrackLine(points)) == [0, 2, 4])
        #expect(TrackSimplifier(toleranceMeters: 10).kept(of: TrackLine(points[1..<4])) == [0, 1])
        #expect(TrackSimplifier(toleranceMeters: 10).kept(of: TrackLine([])) == [])
    }

    @Test("A straight line over the antimeridian stays straight")
    func antimeridian() {
        let points = [179.9, 179.95, -180, -179.95, -179.9].enumerated().map { index, longitude in
            Self.point(index, Coordinate(latitude: 10, longitude: longitude))
        }
        #expect(TrackSimplifier(toleranceMeters: 10).kept(of: TrackLine(points)) == [0, 4])
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
