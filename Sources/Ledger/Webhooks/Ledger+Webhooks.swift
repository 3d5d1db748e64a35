import Customs
import GRDB

extension Ledger {
    /// Where the named receivers stand: those known go on, new ones begin after the last event, and all others are
    /// forgotten.
    ///
    /// - Returns: their cursors in the order of `names`, and the sequence of the last event, 0 where there is none.
    public func openWebhooks(_ names: [String]) throws -> (cursors: [WebhookCursor], last: Int64) {
        do {
            return try pool.write { db in
                for known in try String.fetchAll(db, sql: "SELECT name FROM webhook") where !names.contains(known) {
                    try db.execute(sql: "DELETE FROM webhook WHERE name = ?", arguments: [known])
                }
                let last = try db.lastEvent()
                let cursors = try names.map { name in
                    try db.webhookCursor(name) ?? db.store(WebhookCursor(name: name, sequence: last))
                }
                return (cursors, last)
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// Stores where receivers stand, in one small transaction.
    public func store(_ cursors: [WebhookCursor]) async throws {
        do {
            try await pool.write { db in
                for cursor in cursors { _ = try db.store(cursor) }
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// How many wanted events there are after `sequence` and up to `last`.
    public func eventCount(_ selection: EventSelection, after sequence: Int64, through last: Int64) async throws -> Int
    {
        try await read { db in
            try db.eventCount(selection.condition, selection, after: sequence, through: last)
        }
    }

    /// What comes after `sequence`, in order, at most `limit`.
    ///
    /// - Parameters:
    ///   - coalescedThrough: as the page before said.
    ///   - congestionLimit: where more congestion than this waits, only the newest of each gate is given.
    public func outbox(
        _ selection: EventSelection, after sequence: Int64, coalescedThrough: Int64, limit: Int = 100,
        congestionLimit: Int = 1000
    ) async throws -> OutboxPage {
        try await read { db in
            let last = try db.lastEvent()
            var coalesced = coalescedThrough
            if selection.kinds.contains(.congestion),
                try db.hasMoreCongestion(selection, after: max(sequence, coalesced), than: congestionLimit)
            {
                coalesced = last
            }
            let events = try self.outboxEvents(
                db, selection, after: sequence, coalescedThrough: coalesced, limit: max(limit, 1))
            var previous = sequence
            let items = try events.map { event in
                defer { previous = event.sequence }
                // Congestion between two events of a page, where it is coalesced, is what the page leaves out.
                let skipped = try db.eventCount(
                    selection.congestionCondition, selection, after: previous,
                    through: min(event.sequence - 1, coalesced))
                return OutboxPage.Item(event: event, skipped: skipped)
            }
            return OutboxPage(items: items, through: last, coalescedThrough: coalesced)
        }
    }

    private func outboxEvents(
        _ db: Database, _ selection: EventSelection, after sequence: Int64, coalescedThrough: Int64, limit: Int
    ) throws -> [LedgerEvent] {
        var arguments: StatementArguments = ["after": sequence, "limit": limit]
        var newest = ""
        if coalescedThrough > sequence {
            arguments += ["coalesced": coalescedThrough]
            newest = """
                AND (kind <> 'congestion' OR sequence > :coalesced OR sequence IN (
                    SELECT max(sequence) FROM event
                    WHERE \(selection.congestionCondition) AND sequence > :after AND sequence <= :coalesced
                    GROUP BY facility))
                """
        }
        if let facilities = try selection.facilitiesArgument() { arguments += ["facilities": facilities] }
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT sequence, at, kind, change, transit, container, seal, facility, json FROM event
                    WHERE \(selection.condition) AND sequence > :after \(newest)
                    ORDER BY sequence LIMIT :limit
                    """),
            arguments: arguments)
        return try events(rows)
    }
}

extension Database {
    fileprivate func lastEvent() throws -> Int64 {
        try Int64.fetchOne(cachedStatement(sql: "SELECT max(sequence) FROM event")) ?? 0
    }

    fileprivate func webhookCursor(_ name: String) throws -> WebhookCursor? {
        let row = try Row.fetchOne(
            self, sql: "SELECT sequence, failing_since, attempts, last_error FROM webhook WHERE name = ?",
            arguments: [name])
        return row.map { row in
            let since: Int64? = row[1]
            return WebhookCursor(
                name: name, sequence: row[0], failingSince: since.map(Timestamp.init(milliseconds:)),
                attempts: row[2], lastError: row[3])
        }
    }

    fileprivate func store(_ cursor: WebhookCursor) throws -> WebhookCursor {
        try cachedStatement(
            sql: """
                INSERT INTO webhook (name, sequence, failing_since, attempts, last_error) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence,
                    failing_since = excluded.failing_since, attempts = excluded.attempts,
                    last_error = excluded.last_error
                """
        ).execute(arguments: [
            cursor.name, cursor.sequence, cursor.failingSince?.milliseconds, cursor.attempts, cursor.lastError,
        ])
        return cursor
    }

    fileprivate func eventCount(
        _ condition: String, _ selection: EventSelection, after sequence: Int64, through last: Int64
    ) throws -> Int {
        guard last > sequence else { return 0 }
        var arguments: StatementArguments = ["after": sequence, "last": last]
        if let facilities = try selection.facilitiesArgument() { arguments += ["facilities": facilities] }
        return try Int.fetchOne(
            cachedStatement(
                sql: "SELECT count(*) FROM event WHERE \(condition) AND sequence > :after AND sequence <= :last"),
            arguments: arguments) ?? 0
    }

    /// Counts no further than it must.
    fileprivate func hasMoreCongestion(
        _ selection: EventSelection, after sequence: Int64, than limit: Int
    ) throws -> Bool {
        var arguments: StatementArguments = ["after": sequence, "limit": limit + 1]
        if let facilities = try selection.facilitiesArgument() { arguments += ["facilities": facilities] }
        let count = try Int.fetchOne(
            cachedStatement(
                sql: """
                    SELECT count(*) FROM (
                        SELECT 1 FROM event WHERE \(selection.congestionCondition) AND sequence > :after LIMIT :limit)
                    """),
            arguments: arguments)
        return (count ?? 0) > limit
    }
}
