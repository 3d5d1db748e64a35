import Customs
import Foundation
import GRDB

extension Database {
    /// Appends the batch's row; the id of the last row where the batch has no envelopes.
    func insertJournal(of batch: CommitBatch, sequences: ClosedRange<Int64>?, blob: Data) throws -> Int64 {
        guard let first = batch.envelopes.first else { return try lastJournalID() }
        var received = first.receivedAt...first.receivedAt
        for envelope in batch.envelopes {
            received =
                min(received.lowerBound, envelope.receivedAt)...max(received.upperBound, envelope.receivedAt)
        }
        try cachedStatement(
            sql: """
                INSERT INTO journal (received_from, received_to, first_sequence, last_sequence, envelopes, blob)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            received.lowerBound.milliseconds, received.upperBound.milliseconds, sequences?.lowerBound,
            sequences?.upperBound, batch.envelopes.count, blob,
        ])
        return lastInsertedRowID
    }

    /// Notes up to which sequence the file has everything.
    func advanceHead(to sequence: Int64) throws {
        try cachedStatement(sql: "UPDATE head SET sequence = max(sequence, ?)").execute(arguments: [sequence])
    }

    /// The highest ledger sequence that this read sees.
    func headSequence() throws -> Int64 {
        try Int64.fetchOne(cachedStatement(sql: "SELECT sequence FROM head WHERE id = 1")) ?? 0
    }

    func lastJournalID() throws -> Int64 {
        try Int64.fetchOne(
            cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'journal'")) ?? 0
    }

    /// Keeps a snapshot, and of the older ones the newest.
    func insert(_ snapshot: Snapshot, compressed: Data, lastJournalID: Int64) throws {
        guard snapshot.journalID <= lastJournalID else {
            throw LedgerError.snapshotAhead(journalID: snapshot.journalID, lastJournalID: lastJournalID)
        }
        try cachedStatement(sql: "INSERT INTO snapshot (version, journal_id, bytes) VALUES (?, ?, ?)")
            .execute(arguments: [snapshot.version, snapshot.journalID, compressed])
        try cachedStatement(
            sql: "DELETE FROM snapshot WHERE id NOT IN (SELECT id FROM snapshot ORDER BY id DESC LIMIT 2)"
        ).execute()
    }
}

extension CommitBatch {
    /// The ledger sequences of its effects and rejections; `nil` where it has none.
    var sequences: ClosedRange<Int64>? {
        var found: ClosedRange<Int64>?
        func include(_ sequence: Int64) {
            let known = found ?? sequence...sequence
            found = min(known.lowerBound, sequence)...max(known.upperBound, sequence)
        }
        // By index: copying each effect just to look at its number would cost more.
        for index in effects.indices { include(effects[index].sequence) }
        for rejection in rejections { include(rejection.sequence) }
        return found
    }
}
