import Customs
import Ledger
import Testing

@Suite("Committing")
struct CommitTests {
    @Test("Journal rows come back in order, with their sequences, after a given row")
    func journalRows() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let batches = (0..<20).map { (number: Int) -> CommitBatch in
            let first = Int64(number) * 2 + 1
            let effects: [Effect] = number == 5 ? [] : [.report(first), .report(first + 1)]
            return CommitBatch.make(
                effects,
                envelopes: [
                    Envelope(source: .mqtt(broker: "b", topic: "t"), receivedAt: time(Double(number)), body: [1, 2]),
                    Envelope(source: .tick, receivedAt: time(Double(number) + 1)),
                ])
        }
        let ids = try batches.map { try ledger.commit($0) }
        #expect(ids == Array(1...20))
        var rows: [JournalRow] = []
        try ledger.forEachJournalRow(after: 3) { rows.append($0) }
        #expect(rows.map(\.id) == Array(4...20))
        #expect(rows.map(\.envelopes) == batches[3...].map(\.envelopes))
        #expect(rows[0].firstSequence == 7)
        #expect(rows[0].lastSequence == 8)
        #expect(rows[2].firstSequence == nil)
        #expect(try ledger.lastJournalID() == 20)
    }

    @Test("A batch without envelopes writes no journal row and answers the last one")
    func noEnvelopes() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        #expect(try ledger.lastJournalID() == 0)
        #expect(try ledger.commit(.make(envelopes: [])) == 0)
        #expect(try ledger.commit(.make()) == 1)
        #expect(try ledger.commit(.make(envelopes: [], snapshot: .make(1))) == 1)
    }

    @Test("A commit that fails changes neither file nor tails, and the next one goes through")
    func atomicity() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 4)
        let first: [Effect] = (1...6).map { .report($0, container: "MSKU1234565") } + [.alert(7, .make("a"))]
        _ = try ledger.commit(.make(first))
        let before = try await ledger.rowCounts()
        let track = try await ledger.track(seal: "VNSEAL0001")
        let sealings = try await ledger.sealings(container: "MSKU1234565")

        // It fills blocks of two seals, changes a declaration, and then a sequence comes twice.
        let reports: [Effect] =
            (8...15).map { .report($0, container: "TGHU7654321") }
            + (16...20).map { .report($0, seal: "VNSEAL0002") }
        let error = #expect(throws: LedgerError.self) {
            try ledger.commit(.make(reports + [.alert(7, .make("b"))], snapshot: .make()))
        }
        guard case .storage(let path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == scratch.path)
        #expect(reason.contains("event.sequence"))
        #expect(try await ledger.rowCounts() == before)
        #expect(try await ledger.track(seal: "VNSEAL0001") == track)
        #expect(try await ledger.track(seal: "VNSEAL0002").isEmpty)
        #expect(try await ledger.sealings(container: "MSKU1234565") == sealings)
        #expect(try await ledger.sealings(container: "TGHU7654321").isEmpty)
        #expect(try await ledger.alert(id: "b") == nil)
        #expect(try ledger.latestSnapshot(version: "1") == nil)
        #expect(try ledger.lastJournalID() == 1)

        #expect(try ledger.commit(.make(reports)) == 2)
        #expect(try await ledger.track(seal: "VNSEAL0001") == (first + reports).track())
        #expect(try await ledger.track(seal: "VNSEAL0002") == reports.track(of: "VNSEAL0002"))
        #expect(try await ledger.sealings(container: "TGHU7654321").count == 1)
    }

    @Test("The newest two snapshots are kept, and only one of the asked version is given")
    func snapshots() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        for number in 1...4 as ClosedRange<Int64> {
            _ = try ledger.commit(.make(snapshot: .make(number - 1, version: number == 3 ? "other" : "1")))
        }
        #expect(try await ledger.rowCounts()["snapshot"] == 2)
        #expect(try ledger.latestSnapshot(version: "1")?.bytes == Array("state 3".utf8))
        #expect(try ledger.latestSnapshot(version: "1")?.journalID == 3)
        #expect(try ledger.latestSnapshot(version: "other")?.journalID == 2)
        #expect(try ledger.latestSnapshot(version: "2") == nil)
    }

    @Test("A snapshot that names a journal row to come is refused, with all of its batch")
    func snapshotAhead() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        #expect(throws: LedgerError.snapshotAhead(journalID: 2, lastJournalID: 1)) {
            try ledger.commit(.make(snapshot: .make(2)))
        }
        #expect(try ledger.lastJournalID() == 0)
    }

    @Test("A corrupt journal row is named, after the rows before it were handed out")
    func corruptJournal() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        for _ in 1...3 { _ = try ledger.commit(.make()) }
        try ledger.execute("UPDATE journal SET blob = substr(blob, 1, length(blob) - 3) WHERE id = 2")
        var seen: [Int64] = []
        let error = #expect(throws: LedgerError.self) {
            try ledger.forEachJournalRow(after: 0) { seen.append($0.id) }
        }
        #expect(seen == [1])
        guard case .corrupt(scratch.path, "journal", "2", let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("zstd"))
    }

    @Test("A corrupt track block and a corrupt snapshot are named")
    func corruptBlocks() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 4)
        _ = try ledger.commit(.make((1...9).map { .report($0) }, snapshot: .make()))
        try ledger.execute(
            "UPDATE track_block SET blob = x'0100' WHERE first_ordinal = 4; UPDATE snapshot SET bytes = x''")
        let trackError = await #expect(throws: LedgerError.self) { try await ledger.track(seal: "VNSEAL0001") }
        #expect(trackError?.description.contains("row VNSEAL0001 at 4 of track_block") == true)
        let snapshotError = #expect(throws: LedgerError.self) { try ledger.latestSnapshot(version: "1") }
        #expect(snapshotError?.description.contains("row 1 of snapshot is empty") == true)
    }
}
