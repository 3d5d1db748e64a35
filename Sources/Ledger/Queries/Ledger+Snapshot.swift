public import Customs
import Foundation
import GRDB

extension Ledger {
    /// The newest kept snapshot of that version; the newest two of any version are kept.
    ///
    /// - Throws: `LedgerError.corrupt` where it does not decode; the journal still has everything.
    public func latestSnapshot(version: String) throws -> Snapshot? {
        do {
            return try pool.read { db in
                let row = try Row.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT id, journal_id, bytes FROM snapshot WHERE version = ? ORDER BY id DESC LIMIT 1"),
                    arguments: [version])
                guard let row else { return nil }
                let stored: Data = row[2]
                return Snapshot(
                    version: version, journalID: row[1], bytes: try decompress(stored, snapshotRow: row[0]))
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    private func decompress(_ stored: Data, snapshotRow: Int64) throws -> [UInt8] {
        do {
            return try stored.withUnsafeBytes {
                try Decompressor().decompress($0, prefix: SnapshotEncoding.version)
            }
        } catch let error as CodecError {
            throw LedgerError.corrupt(
                path: path, table: "snapshot", row: String(snapshotRow), reason: error.reason)
        }
    }
}
