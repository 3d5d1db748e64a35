import Customs
import Foundation
import Ledger
import Testing

@Suite("Opening a ledger")
struct OpeningTests {
    @Test("The settings that durability rests on are in force")
    func settings() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        #expect(try ledger.pragma("journal_mode") == "wal")
        #expect(try ledger.pragma("synchronous") == "2")
        #expect(try ledger.pragma("foreign_keys") == "1")
        #expect(try ledger.pragma("busy_timeout") == "5000")
        _ = try ledger.commit(.make([.report(1)]))
        #expect(try ledger.pragma("synchronous") == "2")
    }

    @Test("A file with a migration that this version does not know is refused and named")
    func newerSchema() throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        try ledger.execute("INSERT INTO grdb_migrations (identifier) VALUES ('9999-from-the-future')")
        try ledger.close()
        let error = #expect(throws: LedgerError.self) { try Ledger(path: scratch.path) }
        guard case .newerSchema(let path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == scratch.path)
        #expect(reason.contains("9999-from-the-future"))
    }

    @Test("A directory, a missing directory and a file that is no database are refused with path and reason")
    func unusableFiles() throws {
        let scratch = try Scratch()
        let text = scratch.directory.appending(path: "text.sqlite")
        try Data(String(repeating: "no database at all\n", count: 100).utf8).write(to: text)
        let paths = [
            scratch.directory.path(percentEncoded: false),
            scratch.directory.appending(path: "absent/vasscm.sqlite").path(percentEncoded: false),
            text.path(percentEncoded: false),
        ]
        for path in paths {
            let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
            guard case .cannotOpen(path, let reason) = error else {
                Issue.record("\(path): \(String(describing: error))")
                continue
            }
            #expect(!reason.isEmpty)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test("Opening again changes nothing")
    func reopening() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path)
        let id = try ledger.commit(.make([.report(1), .alert(2, .make("a"))]))
        let counts = try await ledger.rowCounts()
        try ledger.close()
        ledger = try Ledger(path: scratch.path)
        #expect(try ledger.lastJournalID() == id)
        var reopened = try await ledger.rowCounts()
        #expect(reopened["track_point"] == 0, "the tail was in memory only; restore brings it back")
        reopened["track_point"] = counts["track_point"]
        #expect(reopened == counts)
    }
}
