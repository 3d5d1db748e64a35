public import Customs
import Foundation
import GRDB

/// A ledger's journal and alerts as they are at one moment, read beside whoever writes them.
///
/// It writes nothing and takes no lock: SQLite's write-ahead log lets it read while a server commits.
public final class LedgerReader: Sendable {
    /// The file.
    public let path: String
    /// The last journal row of the moment; rows that come later are not read.
    public let lastJournalID: Int64
    /// The alerts of the moment, whatever their status; empty where they were not asked for.
    public let alerts: [Alert]
    private let queue: DatabaseQueue

    /// - Throws: `LedgerError` where there is no such file, it cannot be read, or another version wrote it.
    public init(path: String, readsAlerts: Bool) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            throw LedgerError.cannotOpen(path: path, reason: "there is no such file; no server has run on it yet")
        }
        var configuration = Configuration()
        configuration.label = "ledger, read only"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.checkSchema(queue, path: path)
            (lastJournalID, alerts) = try queue.read { db in
                (try db.lastJournalID(), readsAlerts ? try Self.readAlerts(db, path: path) : [])
            }
        } catch let error as DatabaseError {
            throw LedgerError.cannotOpen(path: path, reason: LedgerError.reason(error))
        }
    }

    /// Hands the rows of the moment to `body`, in order and a few at a time. It may be called again.
    ///
    /// - Throws: `LedgerError.corrupt` with the row where one does not decode, and what `body` throws.
    public func forEachJournalRow(_ body: (JournalRow) throws -> Void) throws {
        try JournalRows(reader: queue, path: path).forEach(after: 0, through: lastJournalID, body)
    }

    private static func checkSchema(_ queue: DatabaseQueue, path: String) throws {
        let migrator = Schema.migrator
        try queue.read { db in
            guard try !migrator.hasBeenSuperseded(db) else {
                throw LedgerError.newerSchema(path: path, reason: "a newer version of this program wrote it")
            }
            guard try migrator.hasCompletedMigrations(db) else {
                throw LedgerError.cannotOpen(
                    path: path, reason: "an older version of this program wrote it; start the server on it once")
            }
        }
    }

    private static func readAlerts(_ db: Database, path: String) throws -> [Alert] {
        var alerts: [Alert] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT id, json FROM alert")
        while let row = try rows.next() {
            do {
                alerts.append(try CanonicalJSON.decode(Alert.self, from: row[1]))
            } catch let error as DecodingError {
                throw LedgerError.corrupt(path: path, table: "alert", row: row[0], reason: "does not decode: \(error)")
            }
        }
        return alerts
    }
}
