import Customs
import Ledger
import Testing

@Suite("After a crash")
struct RestoreTests {
    /// Commits in batches; a snapshot goes with those that `snapshots` names.
    private func commit(_ effects: [Effect], to ledger: Ledger, batch: Int, snapshots: Set<Int> = []) throws {
        for (number, start) in stride(from: 0, to: effects.count, by: batch).enumerated() {
            let part = Array(effects[start..<min(start + batch, effects.count)])
            _ = try ledger.commit(.make(part, snapshot: snapshots.contains(number) ? .make() : nil))
        }
    }

    private let effects: [Effect] = (1...100).map { .report($0, seal: "S\($0 % 3)", boot: "\($0 / 50)") }

    @Test(
        "Folding the whole journal again restores each track exactly once",
        arguments: [[], [0], [3], [2, 5, 9], Set(0..<10)])
    func exactlyOnce(snapshots: Set<Int>) async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path, blockPoints: 8)
        try commit(effects, to: ledger, batch: 10, snapshots: snapshots)
        try ledger.close()

        ledger = try Ledger(path: scratch.path, blockPoints: 8)
        ledger.restore(effects)
        for seal in ["S0", "S1", "S2"] { #expect(try await ledger.track(seal: seal) == effects.track(of: seal)) }
        ledger.restore(effects)
        for seal in ["S0", "S1", "S2"] { #expect(try await ledger.track(seal: seal) == effects.track(of: seal)) }
        #expect(try await ledger.rowCounts()["track_point"] == effects.count)
    }

    @Test("After a restore commits go on, blocks fill, and the next crash loses nothing either")
    func goingOn() async throws {
        let scratch = try Scratch()
        var all: [Effect] = []
        for life in 0..<6 as Range<Int64> {
            let ledger = try Ledger(path: scratch.path, blockPoints: 8)
            ledger.restore(all)
            let new: [Effect] = (1...17).map { .report(life * 17 + $0, seal: "S\($0 % 2)") }
            try commit(new, to: ledger, batch: 5, snapshots: life % 2 == 0 ? [1] : [])
            all += new
            for seal in ["S0", "S1"] { #expect(try await ledger.track(seal: seal) == all.track(of: seal)) }
            try ledger.close()
        }
        let ledger = try Ledger(path: scratch.path)
        ledger.restore(all)
        for seal in ["S0", "S1"] { #expect(try await ledger.track(seal: seal) == all.track(of: seal)) }
    }

    @Test("With a snapshot, the rows after it are enough")
    func fromSnapshot() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path, blockPoints: 8)
        try commit(effects, to: ledger, batch: 10, snapshots: [6])
        try ledger.close()
        ledger = try Ledger(path: scratch.path, blockPoints: 8)
        ledger.restore(Array(effects[70...]))
        for seal in ["S0", "S1", "S2"] { #expect(try await ledger.track(seal: seal) == effects.track(of: seal)) }
    }

    @Test("Tails that fill during a restore become blocks with the next commit")
    func fullTails() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path, blockPoints: 512)
        try commit(effects, to: ledger, batch: 10)
        try ledger.close()
        ledger = try Ledger(path: scratch.path, blockPoints: 8)
        ledger.restore(effects)
        #expect(try await ledger.rowCounts()["track_block"] == 0)
        _ = try ledger.commit(.make())
        // 33, 34 and 33 points: four blocks each.
        #expect(try await ledger.rowCounts()["track_block"] == 12)
        for seal in ["S0", "S1", "S2"] { #expect(try await ledger.track(seal: seal) == effects.track(of: seal)) }
    }

    @Test("Restoring writes nothing and repeats no event")
    func readModelsStay() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path)
        let effects: [Effect] = [.report(1), .alert(2, .make("a")), .zone(3, at: time(5)), .transit(4, .make())]
        _ = try ledger.commit(.make(effects))
        let counts = try await ledger.rowCounts()
        try ledger.close()
        ledger = try Ledger(path: scratch.path)
        ledger.restore(effects)
        #expect(try await ledger.rowCounts() == counts)
        #expect(try await ledger.events(after: 0).map(\.sequence) == [2, 3, 4])
    }
}
