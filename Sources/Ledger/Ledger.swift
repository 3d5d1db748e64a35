import Customs
import GRDB
import Synchronization

/// The durable record: one SQLite file with the journal, the tracks and the read models.
///
/// One thread commits; any may read. What a commit stored is on disk when it returns.
public final class Ledger: Sendable {
    /// The file.
    public let path: String

    let pool: DatabasePool
    let tails: TrackTails
    let writing: Mutex<Writing>

    /// What only the committing thread uses.
    struct Writing {
        var journal: Compressor
        var blocks: Compressor
        var declarations: DeclarationBook
    }

    /// Opens the file, or creates it where there is none, and brings its schema up to date.
    ///
    /// - Throws: `LedgerError` where the file cannot be opened, created or written, is not a ledger, comes from a newer
    ///   version, or is corrupt.
    public convenience init(path: String) throws {
        try self.init(path: path, limits: TrackTails.Limits())
    }

    /// - Parameter onStatement: is told the SQL of every statement that runs; for tests.
    init(path: String, limits: TrackTails.Limits, onStatement: (@Sendable (String) -> Void)? = nil) throws {
        self.path = path
        pool = try Self.open(path, onStatement: onStatement)
        tails = TrackTails(limits: limits)
        do {
            writing = Mutex(
                Writing(
                    journal: try Compressor(level: 1), blocks: try Compressor(level: 3),
                    declarations: try Self.loadDeclarations(pool)))
            try Self.loadTails(into: tails, from: pool, path: path)
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// Closes the file. Points that are in no block yet come back through `restore`.
    public func close() throws {
        do {
            // The pool closes its writer before its readers, so SQLite would leave the log behind. A reader that is
            // still at work keeps it from being emptied, and then the next opening reads it.
            _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// Reads on a connection of the pool; the errors of SQLite become the ledger's.
    func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }
}

extension LedgerError {
    /// SQLite's errors as the ledger's; others as they are.
    static func wrapping(_ error: any Error, path: String) -> any Error {
        switch error {
        case let error as DatabaseError: LedgerError.storage(path: path, reason: Self.reason(error))
        case let error as CodecError: LedgerError.storage(path: path, reason: error.reason)
        default: error
        }
    }

    static func reason(_ error: DatabaseError) -> String {
        let message = error.message ?? "no message"
        return "\(message) (SQLite \(error.extendedResultCode.rawValue))\(error.sql.map { " in \($0)" } ?? "")"
    }
}
