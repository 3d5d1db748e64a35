public import Customs
import Foundation
import GRDB

extension Ledger {
    /// Live gate events in the order in which they were received; of those received together, by account and event id.
    ///
    /// - Throws: `LedgerError.badCursor` for a cursor of another list.
    public func equipmentEvents(_ query: EquipmentEventQuery) async throws -> Page<GateEventRecord> {
        let limit = query.page.boundedLimit
        let cursor = try query.page.cursor.map { try Cursor($0, of: .equipmentEvents, keyCount: 2) }
        let selects = Self.selects(query).map { base in
            var select = base
            select.bound(by: query, from: cursor, limit: limit + 1)
            return select
        }
        return try await read { db in
            var keys: [GateEventKey] = []
            for select in selects {
                let rows = try select.rows(db)
                while let row = try rows.next() { keys.append(GateEventKey(row)) }
            }
            keys.sort { query.isNewestFirst ? $1 < $0 : $0 < $1 }
            let wanted = keys.prefix(limit)
            let items = try wanted.compactMap { try self.gateEvent(db, account: $0.account, eventId: $0.eventId) }
            guard keys.count > limit, let last = wanted.last else { return Page(items: items, next: nil) }
            let next = Cursor(.equipmentEvents, time: last.time, keys: [last.account, last.eventId])
            return Page(items: items, next: try next.text)
        }
    }

    /// One event as it is now; `nil` where the account never posted it.
    public func gateEvent(account: String, eventId: String) async throws -> GateEventRecord? {
        try await read { try self.gateEvent($0, account: account, eventId: eventId) }
    }

    private func gateEvent(_ db: Database, account: String, eventId: String) throws -> GateEventRecord? {
        let json = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT json FROM gate_event WHERE account = ? AND event_id = ?"),
            arguments: [account, eventId])
        return try json.map {
            try decode(GateEventRecord.self, $0, table: "gate_event", row: "\(account) \(eventId)")
        }
    }

    /// One statement for each value of the query's most telling list, each on the index of it and already in order: a
    /// list in one statement would have to sort all that it finds. The other lists are conditions in each.
    private static func selects(_ query: EquipmentEventQuery) -> [Select] {
        typealias Part = (values: [String]?, select: (String) -> Select, isOneOf: StaticString)
        // A unary plus keeps SQLite from choosing the index of a list that does not lead.
        let parts: [Part] = [
            (query.containers, { keys("container = ?", $0) }, "+container IN (SELECT value FROM json_each(?))"),
            (query.bookings, { keys("booking = ?", $0) }, "+booking IN (SELECT value FROM json_each(?))"),
            (
                query.billsOfLading, { keys("bill_of_lading = ?", $0) },
                "+bill_of_lading IN (SELECT value FROM json_each(?))"
            ),
            (query.facilities, { keys("facility = ?", $0) }, "+facility IN (SELECT value FROM json_each(?))"),
            // Where nothing else is asked for, by type: there are few, and their index holds live events only.
            (
                query.types?.map(\.rawValue), { keys("type = ?", $0) },
                "+type IN (SELECT value FROM json_each(?))"
            ),
        ]
        let leading = parts.firstIndex { $0.values != nil } ?? parts.count - 1
        let values = parts[leading].values ?? GateEvent.Kind.allCases.map(\.rawValue)
        return Set(values).sorted().map { value in
            var select = parts[leading].select(value)
            for part in parts[(leading + 1)...] {
                if let others = part.values { select.require(part.isOneOf, [JSONText(others)]) }
            }
            return select
        }
    }

    private static func keys(_ condition: StaticString, _ value: String) -> Select {
        var select = Select("SELECT received_at, account, event_id FROM gate_event")
        select.filter(condition, value)
        select.require("is_live = 1", [])
        return select
    }
}

extension Select {
    fileprivate mutating func bound(by query: EquipmentEventQuery, from cursor: Cursor?, limit: Int) {
        filter("received_at >= ?", query.receivedFrom?.milliseconds)
        filter("received_at > ?", query.receivedAfter?.milliseconds)
        filter("received_at <= ?", query.receivedTo?.milliseconds)
        filter("received_at < ?", query.receivedBefore?.milliseconds)
        if let cursor {
            let key: [any DatabaseValueConvertible] = [cursor.time, cursor.keys[0], cursor.keys[1]]
            if query.isNewestFirst {
                require("(received_at, account, event_id) < (?, ?, ?)", key)
            } else {
                require("(received_at, account, event_id) > (?, ?, ?)", key)
            }
        }
        if query.isNewestFirst {
            order("received_at DESC, account DESC, event_id DESC", limit: limit)
        } else {
            order("received_at, account, event_id", limit: limit)
        }
    }
}

/// A list as one argument.
private struct JSONText: DatabaseValueConvertible {
    var text: String

    init(_ values: [String]) { text = (try? CanonicalJSON.string(values)) ?? "[]" }

    var databaseValue: DatabaseValue { text.databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> JSONText? { nil }
}
