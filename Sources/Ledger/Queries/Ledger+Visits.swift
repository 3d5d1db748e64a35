public import Customs
import Foundation
import GRDB

extension Ledger {
    /// A container's stays, newest arrival first; the newest 100.
    public func visits(container: String) async throws -> [Visit] {
        try await read { db in
            let rows = try Data.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT json FROM visit WHERE container = ? ORDER BY arrival DESC, facility DESC LIMIT 100
                        """),
                arguments: [container])
            return try rows.map { try self.decode(Visit.self, $0, table: "visit", row: container) }
        }
    }

    /// A facility's announced outages, newest start first; the newest 100.
    public func outages(facility: String) async throws -> [Outage] {
        try await read { db in
            let rows = try Data.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT json FROM outage WHERE facility = ? ORDER BY starts_at DESC, outage DESC LIMIT 100
                        """),
                arguments: [facility])
            return try rows.map { try self.decode(Outage.self, $0, table: "outage", row: facility) }
        }
    }
}
