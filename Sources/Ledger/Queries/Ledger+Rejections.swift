public import Customs
import Foundation
import GRDB

extension Ledger {
    /// What was refused, newest `receivedAt` first.
    ///
    /// - Throws: `LedgerError.badCursor` for a cursor of another list.
    public func rejections(_ query: RejectionQuery) async throws -> Page<RejectionRecord> {
        let limit = query.page.boundedLimit
        var select = Select(
            """
            SELECT id, received_at, sequence, source, reason, subject, detail, bytes, account, facility, event_id
            FROM rejection
            """)
        select.filter("reason = ?", query.reason?.rawValue)
        select.filter("received_at >= ?", query.range.from?.milliseconds)
        select.filter("received_at < ?", query.range.to?.milliseconds)
        if let text = query.page.cursor {
            let cursor = try Cursor(text, of: .rejections, keyCount: 1)
            guard let id = Int64(cursor.keys[0]) else { throw LedgerError.badCursor(text) }
            select.require("(received_at, id) < (?, ?)", [cursor.time, id])
        }
        select.order("received_at DESC, id DESC", limit: limit + 1)
        return try await read { [select] db in
            try Self.page(select.rows(db), limit: limit) { row in
                let id: Int64 = row[0]
                return (try self.rejection(row), Cursor(.rejections, time: row[1], keys: [String(id)]))
            }
        }
    }

    private func rejection(_ row: Row) throws -> RejectionRecord {
        let id: Int64 = row[0]
        let bytes: Data = row[7]
        guard let reason = Rejection.Reason(rawValue: row[4]), let subject = Rejection.Subject(rawValue: row[5]) else {
            throw LedgerError.corrupt(
                path: path, table: "rejection", row: String(id), reason: "has an unknown reason or subject")
        }
        return RejectionRecord(
            sequence: row[2], receivedAt: Timestamp(milliseconds: row[1]), source: row[3],
            rejection: Rejection(reason, row[6], subject: subject, eventId: row[10]), bytes: Array(bytes),
            account: row[8], facility: row[9])
    }
}
