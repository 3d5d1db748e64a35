import Customs
import GRDB

extension Database {
    /// Appends a decision. One statement spreads it over its containers, of which there may be thousands.
    func insert(_ decision: ClearanceDecision) throws {
        let json = try CanonicalJSON.string(decision)
        try cachedStatement(
            sql: """
                INSERT INTO clearance_decision
                    (sequence, declaration, decided_at, status, reason, containers, json)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            decision.sequence, decision.declaration, decision.decidedAt.milliseconds, decision.status.rawValue,
            decision.reason, decision.containers.count, json,
        ])
        try cachedStatement(
            sql: """
                INSERT INTO clearance_container (container, declaration, sequence)
                SELECT DISTINCT value, ?, ? FROM json_each(?, '$.containers')
                """
        ).execute(arguments: [decision.declaration, decision.sequence, json])
    }

    /// Appends a version of a manifest.
    func insert(_ record: ManifestRecord) throws {
        try cachedStatement(
            sql: "INSERT INTO manifest (sequence, call, facility, version, put_at, json) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            record.sequence, record.manifest.call, record.manifest.facility, record.version,
            record.putAt.milliseconds, try CanonicalJSON.string(record),
        ])
    }

    func upsert(_ outage: Outage) throws {
        try cachedStatement(
            sql: """
                INSERT INTO outage (facility, outage, starts_at, ends_at, json) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (facility, outage) DO UPDATE SET
                    starts_at = excluded.starts_at, ends_at = excluded.ends_at, json = excluded.json
                """
        ).execute(arguments: [
            outage.facility, outage.outage, outage.startsAt.milliseconds, outage.endsAt?.milliseconds,
            try CanonicalJSON.string(outage),
        ])
    }
}
