/// Why the ledger could not do what it was asked: which file, what and why.
public enum LedgerError: Error, Hashable, Sendable {
    /// The file cannot be opened, created or written, or is no SQLite database.
    case cannotOpen(path: String, reason: String)
    /// A newer version of this program wrote the file.
    case newerSchema(path: String, reason: String)
    /// SQLite did not take a setting that durability rests on.
    case wrongSetting(path: String, pragma: String, expected: String, found: String)
    /// SQLite failed to read or write; nothing was changed.
    case storage(path: String, reason: String)
    /// A stored row does not decode; `row` is its key in `table`.
    case corrupt(path: String, table: String, row: String, reason: String)
    /// A cursor that no page of this list gave.
    case badCursor(String)
    /// A track of more than `limit` points was asked for: ask for a shorter time range.
    case tooManyPoints(subject: String, limit: Int)
    /// Days or a time zone that the reporting table cannot be made for; the reason names which.
    case badReportingRange(String)
    /// A snapshot says that it holds journal rows that do not exist.
    case snapshotAhead(journalID: Int64, lastJournalID: Int64)
}

extension LedgerError: CustomStringConvertible {
    /// One sentence for logs.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open the ledger \(path): \(reason)"
        case .newerSchema(let path, let reason): "cannot open the ledger \(path): \(reason)"
        case .wrongSetting(let path, let pragma, let expected, let found):
            "cannot open the ledger \(path): SQLite has \(pragma) = \(found), not \(expected)"
        case .storage(let path, let reason): "the ledger \(path) failed: \(reason)"
        case .corrupt(let path, let table, let row, let reason):
            "the ledger \(path) is corrupt: row \(row) of \(table) \(reason)"
        case .badCursor(let cursor): "“\(cursor)” is not a cursor of this list"
        case .tooManyPoints(let subject, let limit):
            "the track of \(subject) has more than \(limit) points in that time; ask for less with from and to"
        case .badReportingRange(let reason): reason
        case .snapshotAhead(let journalID, let lastJournalID):
            "a snapshot names journal row \(journalID), but the last is \(lastJournalID)"
        }
    }
}
