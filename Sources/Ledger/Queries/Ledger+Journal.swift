import Customs
import GRDB

extension Ledger {
    /// The id of the last journal row ever written; 0 for a new ledger.
    public func lastJournalID() throws -> Int64 {
        do { return try pool.read { try $0.lastJournalID() } } catch { throw LedgerError.wrapping(error, path: path) }
    }

    /// Hands the journal's rows after `id` to `body`, in order and a few at a time; `body` may use the ledger.
    ///
    /// - Throws: `LedgerError.corrupt` with the row where one does not decode, and what `body` throws.
    public func forEachJournalRow(after id: Int64, _ body: (JournalRow) throws -> Void) throws {
        try JournalRows(reader: pool, path: path).forEach(after: id, body)
    }
}
