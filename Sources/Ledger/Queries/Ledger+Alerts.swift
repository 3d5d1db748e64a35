public import Customs
import Foundation
import GRDB

extension Ledger {
    /// Alerts, newest `startedAt` first.
    ///
    /// - Throws: `LedgerError.badCursor` for a cursor of another list.
    public func alerts(_ query: AlertQuery) async throws -> Page<Alert> {
        let limit = query.page.boundedLimit
        var select = Select("SELECT id, started_at, json FROM alert")
        select.filter("container = ?", query.container)
        select.filter("transit = ?", query.transit)
        select.filter("rule = ?", query.rule?.rawValue)
        select.filter("status = ?", query.status?.rawValue)
        select.filter("severity = ?", query.severity?.rawValue)
        select.filter("seal = ?", query.seal)
        select.filter("facility = ?", query.facility)
        select.filter("acknowledged = ?", query.acknowledged.map { $0 ? 1 : 0 })
        select.filter("assignee = ?", query.assignee)
        select.filter("started_at >= ?", query.range.from?.milliseconds)
        select.filter("started_at < ?", query.range.to?.milliseconds)
        if let text = query.page.cursor {
            let cursor = try Cursor(text, of: .alerts, keyCount: 1)
            select.require("(started_at, id) < (?, ?)", [cursor.time, cursor.keys[0]])
        }
        select.order("started_at DESC, id DESC", limit: limit + 1)
        return try await read { [select] db in
            try Self.page(select.rows(db), limit: limit) { row in
                let id: String = row[0]
                return (
                    try self.decode(Alert.self, row[2], table: "alert", row: id),
                    Cursor(.alerts, time: row[1], keys: [id])
                )
            }
        }
    }

    /// One alert as it is now; `nil` for an unknown id.
    public func alert(id: String) async throws -> Alert? {
        try await read { db in
            let json = try Data.fetchOne(
                db.cachedStatement(sql: "SELECT json FROM alert WHERE id = ?"), arguments: [id])
            return try json.map { try self.decode(Alert.self, $0, table: "alert", row: id) }
        }
    }
}
