import Customs
import Foundation
import GRDB

extension Database {
    /// Appends the batch's row; the id of the last row where the batch has no envelopes.
    func insertJournal(of batch: CommitBatch, blob: Data) throws -> Int64 {
        guard let first = batch.envelopes.first else { return try lastJournalID() }
        var received = first.receivedAt...first.receivedAt
        for envelope in batch.envelopes {
            received =
                min(received.lowerBound, envelope.receivedAt)...max(received.upperBound, envelope.receivedAt)
        }
        var sequences: ClosedRange<Int64>?
        func include(_ sequence: Int64) {
            let known = sequences ?? sequence...sequence
            sequences = min(known.lowerBound, sequence)...max(known.upperBound, sequence)
        }
        for index in batch.effects.indices { include(batch.effects[index].sequence) }
        for rejection in batch.rejections { include(rejection.sequence) }
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
