import Customs
import Ledger
import SimulatorKit
import Testing

@Suite("Tracks")
struct TrackTests {
    @Test("A track is what was committed, across blocks and with times out of order", arguments: 0..<6 as Range<UInt64>)
    func equalsWhatWasAppended(seed: UInt64) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 16)
        var generator = SplitMix64(seed: seed)
        var all: [Effect] = []
        for _ in 0..<30 {
            let batch = (0..<Int.random(in: 0...40, using: &generator)).map { index -> Effect in
                let sequence = Int64(all.count + index + 1)
                return .report(
                    sequence, seal: "S\(Int.random(in: 0...2, using: &generator))",
                    boot: "\(Int.random(in: 0...1, using: &generator))",
                    at: time(Double(Int.random(in: 0...1000, using: &generator))),
                    position: generator.maybe {
                        Coordinate(latitude: 20 + Double(Int.random(in: 0...9, using: &$0)) / 8, longitude: 106.5)
                    })
            }
            all += batch
            _ = try ledger.commit(.make(batch, snapshot: Bool.random(using: &generator) ? .make() : nil))
        }
        for seal in ["S0", "S1", "S2"] {
            let expected = all.track(of: seal)
            #expect(try await ledger.track(seal: seal) == expected)
            let range = TimeRange(from: time(100), to: time(700))
            let inRange = expected.filter { range.contains($0.fixTime) }
            #expect(try await ledger.track(seal: seal, TrackQuery(range: range)) == inRange)
            let kept = TrackSimplifier(toleranceMeters: 20_000).kept(of: TrackLine(inRange))
            let simplified = try await ledger.track(seal: seal, TrackQuery(range: range, toleranceMeters: 20_000))
            #expect(simplified == kept.map { inRange[$0] })
            let error = await #expect(throws: LedgerError.self) {
                try await ledger.track(seal: seal, TrackQuery(limit: expected.count - 1, toleranceMeters: 20_000))
            }
            #expect(error?.description.contains("ask for less with from and to") == true)
        }
        #expect(try await ledger.track(seal: "unknown").isEmpty)
        #expect(try await ledger.rowCounts()["track_point"] == all.count)
    }

    @Test("From is inclusive, to is exclusive, and an empty range is empty")
    func rangeEnds() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 4)
        _ = try ledger.commit(.make((1...10).map { .report($0, at: time(Double($0))) }))
        func sequences(_ from: Double, _ to: Double) async throws -> [Int64] {
            try await ledger.track(seal: "VNSEAL0001", TrackQuery(range: TimeRange(from: time(from), to: time(to))))
                .map(\.sequence)
        }
        #expect(try await sequences(3, 9) == [3, 4, 5, 6, 7, 8])
        #expect(try await sequences(3, 3).isEmpty)
        #expect(try await sequences(9, 3).isEmpty)
    }

    @Test("Too many points in memory become shorter blocks, and the track stays whole")
    func memoryBound() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 100, maximumTailPoints: 40)
        var all: [Effect] = []
        for round in 0..<20 as Range<Int64> {
            let batch = (0..<12 as Range<Int64>).map { index -> Effect in
                .report(round * 12 + index + 1, seal: "S\(index % 5 == 0 ? 0 : index)")
            }
            all += batch
            _ = try ledger.commit(.make(batch))
        }
        let counts = try await ledger.rowCounts()
        #expect((counts["track_block"] ?? 0) > 0)
        let stored = try ledger.column("SELECT sum(count) FROM track_block").compactMap { Int($0) }.first ?? 0
        #expect(all.count - stored <= 40)
        for seal in ["S0", "S3", "S11"] { #expect(try await ledger.track(seal: seal) == all.track(of: seal)) }
    }

    @Test("A reader sees a growing prefix of the track, never a hole or a point twice, while commits go on")
    func readingWhileCommitting() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 8)
        let reader = Task {
            var longest = 0
            while longest < 900 {
                let track = try await ledger.track(seal: "VNSEAL0001")
                #expect(track.map(\.sequence) == (0..<track.count).map { Int64($0) + 1 })
                #expect(track.count >= longest)
                longest = track.count
                // On one core nothing else would run while the ledger knows no such seal.
                await Task.yield()
            }
        }
        let writer = Task {
            for batch in 0..<300 as Range<Int64> {
                let effects: [Effect] = (1...3).map { .report(batch * 3 + $0) }
                _ = try ledger.commit(.make(effects, snapshot: batch % 7 == 0 ? .make() : nil))
            }
        }
        try await writer.value
        try await reader.value
    }

    @Test("Blocks carry their time range, sequences and bounding box")
    func blockColumns() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 3)
        _ = try ledger.commit(
            .make(
                [
                    .report(5, at: time(50), position: Coordinate(latitude: 20.5, longitude: 106)),
                    .report(6, at: time(20), position: nil),
                    .report(9, at: time(70), position: Coordinate(latitude: 20.25, longitude: 107)),
                    .report(10, position: nil),
                ], snapshot: .make()))
        let rows = try ledger.column(
            """
            SELECT format('%d %d %d %d %d %d %d', first_ordinal, count, open, time_from - 1772409600000,
                time_to - 1772409600000, first_sequence, last_sequence) FROM track_block
            """)
        #expect(rows == ["0 3 0 20000 70000 5 9", "3 1 1 300000 300000 10 10"])
        #expect(
            try ledger.column("SELECT format('%d %d %d %d', south, north, west, east) FROM track_block")[0]
                == "202500000 205000000 1060000000 1070000000")
        #expect(try ledger.column("SELECT count(*) FROM track_block WHERE south IS NULL") == ["1"])
    }
}
