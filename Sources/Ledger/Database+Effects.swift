import Customs
import Foundation
import GRDB

extension Database {
    /// Writes an effect into its read model and the list of events. Reports have their own way, into tracks.
    func apply(_ effect: Effect) throws {
        guard let keys = EventKeys(effect.kind) else { return }
        let json: String
        switch effect.kind {
        case .report: return
        case .zone(let change): json = try CanonicalJSON.string(ZoneChangeJSON(change))
        case .transit(let transit):
            json = try CanonicalJSON.string(transit)
            try upsert(transit, json: json)
        case .alert(_, let alert):
            json = try CanonicalJSON.string(alert)
            try upsert(alert, json: json)
        case .gateEvent(let record):
            json = try CanonicalJSON.string(record)
            try upsert(record, json: json)
        }
        try cachedStatement(
            sql: """
                INSERT INTO event (sequence, at, kind, change, transit, container, seal, facility, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            effect.sequence, effect.at.milliseconds, keys.kind.rawValue, keys.change, keys.transit, keys.container,
            keys.seal, keys.facility, json,
        ])
    }

    private func upsert(_ transit: Transit, json: String) throws {
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

    private func upsert(_ alert: Alert, json: String) throws {
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

    private func upsert(_ record: GateEventRecord, json: String) throws {
        try cachedStatement(
            sql: """
                INSERT INTO gate_event (account, event_id, container, facility, time, is_live, json)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account, event_id) DO UPDATE SET
                    container = excluded.container, facility = excluded.facility, time = excluded.time,
                    is_live = excluded.is_live, json = excluded.json
                """
        ).execute(arguments: [
            record.account, record.event.eventId, record.event.container, record.event.facility,
            record.event.time.milliseconds, record.isLive, json,
        ])
    }

    func insert(_ record: RejectionRecord) throws {
        try cachedStatement(
            sql: """
                INSERT INTO rejection (sequence, received_at, source, reason, subject, detail, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            record.sequence, record.receivedAt.milliseconds, record.source, record.rejection.reason.rawValue,
            record.rejection.subject.rawValue, record.rejection.detail, Data(record.bytes),
        ])
    }
}

/// What an event is found by.
private struct EventKeys {
    var kind: LedgerEvent.Kind
    var change: String
    var transit: String?
    var container: String?
    var seal: String?
    var facility: String?

    /// `nil` for a report, which is no event.
    init?(_ effect: Effect.Kind) {
        switch effect {
        case .report: return nil
        case .zone(let zone):
            (kind, change) = (.zone, zone.change.rawValue)
            (container, seal) = (zone.container, zone.seal)
        case .transit(let state):
            (kind, change) = (.transit, state.status.rawValue)
            (transit, container, seal) = (state.transit, state.container, state.seal)
        case .alert(let what, let alert):
            (kind, change) = (.alert, what.rawValue)
            (transit, container, seal, facility) = (alert.transit, alert.container, alert.seal, alert.facility)
        case .gateEvent(let record):
            kind = .gateEvent
            change = record.cancelledBy != nil ? "cancelled" : record.replacedBy != nil ? "replaced" : "posted"
            (container, facility) = (record.event.container, record.event.facility)
        }
    }
}

/// A zone change as an event shows it.
private struct ZoneChangeJSON: Encodable {
    var change: ZoneChange.Change
    var container: String?
    var seal: String
    var zone: String

    init(_ zone: ZoneChange) {
        change = zone.change
        container = zone.container
        seal = zone.seal
        self.zone = zone.zone
    }
}
