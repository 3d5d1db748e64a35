public import Customs
import Foundation
import GRDB

extension Ledger {
    /// Transits, newest `openedAt` first.
    ///
    /// - Throws: `LedgerError.badCursor` for a cursor of another list.
    public func transits(_ query: TransitQuery) async throws -> Page<Transit> {
        let limit = query.page.boundedLimit
        var select = Select("SELECT id, opened_at, json FROM transit")
        select.filter("container = ?", query.container)
        select.filter("seal = ?", query.seal)
        select.filter("status = ?", query.status?.rawValue)
        if let text = query.page.cursor {
            let cursor = try Cursor(text, of: .transits, keyCount: 1)
            select.require("(opened_at, id) < (?, ?)", [cursor.time, cursor.keys[0]])
        }
        select.order("opened_at DESC, id DESC", limit: limit + 1)
        return try await read { [select] db in
            try Self.page(select.rows(db), limit: limit) { row in
                let id: String = row[0]
                return (
                    try self.decode(Transit.self, row[2], table: "transit", row: id),
                    Cursor(.transits, time: row[1], keys: [id])
                )
            }
        }
    }

    /// One transit as it is now; `nil` for an unknown id.
    public func transit(id: String) async throws -> Transit? {
        try await read { db in
            let json = try Data.fetchOne(
                db.cachedStatement(sql: "SELECT json FROM transit WHERE id = ?"), arguments: [id])
            return try json.map { try self.decode(Transit.self, $0, table: "transit", row: id) }
        }
    }
}
