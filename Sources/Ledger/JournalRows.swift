import Customs
import Foundation
import GRDB

/// The journal's rows through any connection.
struct JournalRows {
    let reader: any DatabaseReader
    /// The ledger's file, for errors.
    let path: String

    /// Hands the rows after `id`, and up to `last` where one is given, to `body`, in order and a few at a time.
    func forEach(after id: Int64, through last: Int64 = .max, _ body: (JournalRow) throws -> Void) throws {
        let decompressor: Decompressor
        do { decompressor = try Decompressor() } catch { throw LedgerError.wrapping(error, path: path) }
        var done = id
        while true {
            let rows = try storedRows(after: done, through: last)
            guard !rows.isEmpty else { return }
            for row in rows {
                try body(try decode(row, with: decompressor))
                done = row.id
            }
        }
    }

    /// A few rows and not one long read, which would keep the write-ahead log from being emptied.
    private func storedRows(after id: Int64, through last: Int64) throws -> [StoredRow] {
        do {
            return try reader.read { db in
                var found: [StoredRow] = []
                let rows = try Row.fetchCursor(
                    db.cachedStatement(
                        sql: """
                            SELECT id, first_sequence, last_sequence, blob FROM journal
                            WHERE id > ? AND id <= ? ORDER BY id LIMIT 8
                            """),
                    arguments: [id, last])
                while let row = try rows.next() {
                    found.append(StoredRow(id: row[0], firstSequence: row[1], lastSequence: row[2], blob: row[3]))
                }
                return found
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    private func decode(_ row: StoredRow, with decompressor: Decompressor) throws -> JournalRow {
        do {
            let envelopes = try row.blob.withUnsafeBytes { try JournalCodec.decode($0, with: decompressor) }
            return JournalRow(
                id: row.id, firstSequence: row.firstSequence, lastSequence: row.lastSequence, envelopes: envelopes)
        } catch let error as CodecError {
            throw LedgerError.corrupt(path: path, table: "journal", row: String(row.id), reason: error.reason)
        }
    }

    private struct StoredRow {
        var id: Int64
        var firstSequence: Int64?
        var lastSequence: Int64?
        var blob: Data
    }
}
