public import Customs
import Foundation
import GRDB

extension Ledger {
    /// Gate events as posted, with what corrected them, newest `time` first.
    ///
    /// - Throws: `LedgerError.badCursor` for a cursor of another list.
    public func gateEvents(_ query: GateEventQuery) async throws -> Page<GateEventRecord> {
        let limit = query.page.boundedLimit
        let cursor = try query.page.cursor.map { try Cursor($0, of: .gateEvents, keyCount: 2) }
        // One statement a facility, each on its index: a list of them in one would have to sort all their events.
        let facilities: [String?] = query.facilities.map { Set($0).sorted() } ?? [nil]
        let selects = facilities.map { Self.select(query, facility: $0, from: cursor, limit: limit + 1) }
        let found = try await read { db in
            try selects.flatMap { select in
                var rows: [FoundGateEvent] = []
                let cursor = try select.rows(db)
                while let row = try cursor.next() { rows.append(FoundGateEvent(row)) }
                return rows
            }
        }
        let newest = (selects.count > 1 ? found.sorted { $1.key < $0.key } : found).prefix(limit)
        let items = try newest.map { found in
            try decode(
                GateEventRecord.self, found.json, table: "gate_event",
                row: "\(found.key.account) \(found.key.eventId)")
        }
        guard found.count > limit, let last = newest.last else { return Page(items: items, next: nil) }
        let next = Cursor(.gateEvents, time: last.key.time, keys: [last.key.account, last.key.eventId])
        return Page(items: items, next: try next.text)
    }

    private static func select(
        _ query: GateEventQuery, facility: String?, from cursor: Cursor?, limit: Int
    ) -> Select {
        var select = Select("SELECT time, account, event_id, json FROM gate_event")
        select.filter("container = ?", query.container)
        select.filter("facility = ?", facility)
        if !query.includesHistory { select.filter("is_live = ?", 1) }
        select.filter("time >= ?", query.range.from?.milliseconds)
        select.filter("time < ?", query.range.to?.milliseconds)
        if let cursor {
            select.require("(time, account, event_id) < (?, ?, ?)", [cursor.time, cursor.keys[0], cursor.keys[1]])
        }
        select.order("time DESC, account DESC, event_id DESC", limit: limit)
        return select
    }
}

/// A row of the list and its place in the order.
private struct FoundGateEvent: Sendable {
    var key: GateEventKey
    var json: Data

    init(_ row: Row) {
        key = GateEventKey(row)
        json = row[3]
    }
}

/// An event's place in a list by a time.
struct GateEventKey: Comparable, Sendable {
    var time: Int64
    var account: String
    var eventId: String

    /// From a row that begins with the time, the account and the event's id.
    init(_ row: Row) {
        time = row[0]
        account = row[1]
        eventId = row[2]
    }

    static func < (a: GateEventKey, b: GateEventKey) -> Bool {
        if a.time != b.time { return a.time < b.time }
        // As SQLite's BINARY collation compares: by bytes, where Swift's `<` would compare characters.
        if a.account != b.account { return a.account.utf8.lexicographicallyPrecedes(b.account.utf8) }
        return a.eventId.utf8.lexicographicallyPrecedes(b.eventId.utf8)
    }
}
