import Customs
import Ledger
import SimulatorKit
import Testing

@Suite("Track blocks")
struct TrackBlockTests {
    @Test("Points come back to the resolution of their units", arguments: 0..<20 as Range<UInt64>)
    func roundTrips(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let count = Int.random(in: 1...600, using: &generator)
        let track = (0..<count).map { point($0, &generator) }
        let read = try TrackBlock.decode(TrackBlock.encode(track))
        #expect(read.count == track.count)
        for (sent, stored) in zip(track, read) { expectSame(sent, stored) }
    }

    @Test("A drive every 30 s takes less than 16 bytes a point")
    func size() throws {
        var generator = SplitMix64(seed: 3)
        let track = (0..<512).map { (index: Int) -> TrackPoint in
            let fixTime = time(Double(index) * 30)
            let latitude = 20.8 + Double(index) * 0.0021 + Double.random(in: -5e-5...5e-5, using: &generator)
            let longitude = 106.6 + Double(index) * 0.0017 + Double.random(in: -5e-5...5e-5, using: &generator)
            return TrackPoint(
                fixTime: fixTime, receivedAt: fixTime.advanced(bySeconds: 1.25), boot: "0",
                sequence: Int64(index), ordinal: Int64(index) * 7000, mode: 3,
                position: Coordinate(latitude: latitude, longitude: longitude),
                speedMetersPerSecond: 13.9 + Double.random(in: -1...1, using: &generator),
                courseDegrees: 37 + Double.random(in: -3...3, using: &generator), battery: 0.8)
        }
        #expect(try TrackBlock.encode(track).count < 512 * 16)
    }

    @Test("Numbers that are not finite or beyond any field neither crash nor spoil their neighbours")
    func absurdNumbers() throws {
        var points = (0..<3).map { index in
            TrackPoint(
                fixTime: time(Double(index)), receivedAt: time(Double(index)), boot: "0", sequence: Int64(index),
                ordinal: Int64(index), mode: 3, position: Coordinate(latitude: 1, longitude: 2),
                altitudeMeters: 5)
        }
        points[1].fixTime = Timestamp(milliseconds: .max)
        points[1].receivedAt = Timestamp(milliseconds: .min)
        points[1].sequence = .min
        points[1].mode = -5
        points[1].position = Coordinate(latitude: .nan, longitude: 2)
        points[1].altitudeMeters = 1e300
        points[1].speedMetersPerSecond = .infinity
        points[1].satellites = .max
        points[1].intervalSeconds = -1e300
        let read = try TrackBlock.decode(TrackBlock.encode(points))
        #expect(read[0] == points[0])
        #expect(read[2] == points[2])
        #expect(read[1].fixTime == points[1].fixTime)
        #expect(read[1].receivedAt == points[1].receivedAt)
        #expect(read[1].sequence == .min)
        #expect(read[1].position == nil)
        #expect(read[1].speedMetersPerSecond == nil)
        #expect((read[1].altitudeMeters ?? 0) > 20_000_000)
    }

    private func expectSame(_ sent: TrackPoint, _ stored: TrackPoint) {
        func near(_ a: Double?, _ b: Double?, _ resolution: Double) -> Bool {
            guard let a, let b else { return a == nil && b == nil }
            return abs(a - b) <= resolution / 2 + 1e-12
        }
        #expect(sent.fixTime == stored.fixTime)
        #expect(sent.receivedAt == stored.receivedAt)
        #expect(sent.boot == stored.boot)
        #expect(sent.sequence == stored.sequence)
        #expect(sent.ordinal == stored.ordinal)
        #expect(sent.mode == stored.mode)
        #expect(sent.state == stored.state)
        #expect(sent.satellites == stored.satellites)
        #expect(near(sent.position?.latitude, stored.position?.latitude, 1e-7))
        #expect(near(sent.position?.longitude, stored.position?.longitude, 1e-7))
        #expect(near(sent.altitudeMeters, stored.altitudeMeters, 0.01))
        #expect(near(sent.speedMetersPerSecond, stored.speedMetersPerSecond, 0.001))
        #expect(near(sent.courseDegrees, stored.courseDegrees, 0.01))
        #expect(near(sent.horizontalErrorMeters, stored.horizontalErrorMeters, 0.01))
        #expect(near(sent.hdop, stored.hdop, 0.01))
        #expect(near(sent.carrierToNoise, stored.carrierToNoise, 0.1))
        #expect(near(sent.battery, stored.battery, 0.0001))
        #expect(near(sent.intervalSeconds, stored.intervalSeconds, 0.001))
    }

    private func point(_ index: Int, _ generator: inout SplitMix64) -> TrackPoint {
        let fixTime = time(Double(index) * 30 + Double.random(in: -1e5...1e5, using: &generator))
        let position = generator.maybe { generator in
            Coordinate(
                latitude: Double.random(in: -90...90, using: &generator),
                longitude: Double.random(in: -180...180, using: &generator))
        }
        return TrackPoint(
            fixTime: fixTime, receivedAt: fixTime.advanced(bySeconds: Double.random(in: -9...9e6, using: &generator)),
            boot: ["0", "khởi động 2", "b"][Int.random(in: 0..<3, using: &generator)],
            sequence: Int64.random(in: 0...Int64.max, using: &generator),
            ordinal: Int64.random(in: 0...1_000_000_000, using: &generator),
            mode: Int.random(in: 0...3, using: &generator), position: position,
            altitudeMeters: generator.maybe { Double.random(in: -100...9000, using: &$0) },
            speedMetersPerSecond: generator.maybe { Double.random(in: 0...60, using: &$0) },
            courseDegrees: generator.maybe { Double.random(in: 0..<360, using: &$0) },
            horizontalErrorMeters: generator.maybe { Double.random(in: 0...5000, using: &$0) },
            satellites: generator.maybe { Int.random(in: 0...40, using: &$0) },
            hdop: generator.maybe { Double.random(in: 0...99, using: &$0) },
            carrierToNoise: generator.maybe { Double.random(in: 0...60, using: &$0) },
            state: SealState.allCases[Int.random(in: 0..<3, using: &generator)],
            battery: generator.maybe { Double.random(in: 0...1, using: &$0) },
            intervalSeconds: generator.maybe { Double.random(in: 1...2_700_000, using: &$0) })
    }
}
