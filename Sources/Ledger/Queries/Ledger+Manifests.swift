public import Customs
import Foundation
import GRDB

extension Ledger {
    /// The newest version of a call's manifest, held against the live discharge events of the call at its facility;
    /// `nil` where there is none.
    public func manifest(call: String) async throws -> ManifestReconciliation? {
        try await read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT sequence, json FROM manifest WHERE call = ? ORDER BY sequence DESC LIMIT 1"),
                arguments: [call])
            guard let row else { return nil }
            let sequence: Int64 = row[0]
            let record = try self.decode(ManifestRecord.self, row[1], table: "manifest", row: String(sequence))
            let found = try String.fetchSet(
                db.cachedStatement(
                    sql: """
                        SELECT container FROM gate_event
                        WHERE call = ? AND facility = ? AND type = 'discharge' AND is_live = 1
                        """),
                arguments: [call, record.manifest.facility])
            return ManifestReconciliation(manifest: record, found: found)
        }
    }
}
