import Customs
import GRDB

extension Database {
    func upsert(_ transit: Transit, json: String) throws {
        try cachedStatement(
            sql: """
                INSERT INTO transit (id, status, container, seal, opened_at, starts_at, ended_at, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    status = excluded.status, container = excluded.container, seal = excluded.seal,
                    opened_at = excluded.opened_at, starts_at = excluded.starts_at, ended_at = excluded.ended_at,
                    json = excluded.json
                """
        ).execute(arguments: [
            transit.transit, transit.status.rawValue, transit.container, transit.seal, transit.openedAt.milliseconds,
            transit.startsAt.milliseconds, transit.endedAt?.milliseconds, json,
        ])
    }

    func upsert(_ alert: Alert, json: String) throws {
        try cachedStatement(
            sql: """
                INSERT INTO alert
                    (id, rule, severity, status, transit, container, seal, facility, started_at, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                    rule = excluded.rule, severity = excluded.severity, status = excluded.status,
                    transit = excluded.transit, container = excluded.container, seal = excluded.seal,
                    facility = excluded.facility, started_at = excluded.started_at, json = excluded.json
                """
        ).execute(arguments: [
            alert.id, alert.rule.rawValue, alert.severity.rawValue, alert.status.rawValue, alert.transit,
            alert.container, alert.seal, alert.facility, alert.startedAt.milliseconds, json,
        ])
    }
}
