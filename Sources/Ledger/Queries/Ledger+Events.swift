import Customs
import GRDB

extension Ledger {
    /// The timeline of a transit: its own changes and alerts, its seal's zone changes and its container's gate events
    /// from its start to its end; the newest `limit` of them, oldest first by evidence time.
    public func events(transit: String, limit: Int = 1000) async throws -> [LedgerEvent] {
        try await read { db in
            // Every branch stops at the limit on its own index.
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT * FROM (
                            SELECT sequence, at, kind, change, transit, container, seal, facility, json
                            FROM event WHERE transit = :transit ORDER BY at DESC, sequence DESC LIMIT :limit)
                        UNION ALL SELECT * FROM (
                            SELECT event.sequence, event.at, event.kind, event.change, event.transit,
                                event.container, event.seal, event.facility, event.json
                            FROM transit CROSS JOIN event
                            WHERE transit.id = :transit AND event.kind = 'zone' AND event.seal = transit.seal
                                AND event.at >= transit.starts_at
                                AND event.at <= coalesce(transit.ended_at, 9223372036854775807)
                            ORDER BY event.at DESC, event.sequence DESC LIMIT :limit)
                        UNION ALL SELECT * FROM (
                            SELECT event.sequence, event.at, event.kind, event.change, event.transit,
                                event.container, event.seal, event.facility, event.json
                            FROM transit CROSS JOIN event
                            WHERE transit.id = :transit AND event.kind = 'gate-event'
                                AND event.container = transit.container AND event.at >= transit.starts_at
                                AND event.at <= coalesce(transit.ended_at, 9223372036854775807)
                            ORDER BY event.at DESC, event.sequence DESC LIMIT :limit)
                        ORDER BY at DESC, sequence DESC LIMIT :limit
                        """),
                arguments: ["transit": transit, "limit": max(limit, 1)])
            return try self.events(rows).reversed()
        }
    }

    /// What came after a ledger sequence, in its order: how a stream resumes.
    public func events(after sequence: Int64, limit: Int = 1000) async throws -> [LedgerEvent] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT sequence, at, kind, change, transit, container, seal, facility, json
                        FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?
                        """),
                arguments: [sequence, max(limit, 1)])
            return try self.events(rows)
        }
    }

    func events(_ rows: RowCursor) throws -> [LedgerEvent] {
        var events: [LedgerEvent] = []
        while let row = try rows.next() {
            let sequence: Int64 = row[0]
            guard let kind = LedgerEvent.Kind(rawValue: row[2]) else {
                throw LedgerError.corrupt(
                    path: path, table: "event", row: String(sequence), reason: "has an unknown kind")
            }
            events.append(
                LedgerEvent(
                    sequence: sequence, at: Timestamp(milliseconds: row[1]), kind: kind, change: row[3],
                    transit: row[4], container: row[5], seal: row[6], facility: row[7], json: row[8]))
        }
        return events
    }
}
