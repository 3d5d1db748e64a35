import GRDB

extension Schema {
    @Sendable
    static func createReadModels(_ db: Database) throws {
        try createEvents(db)
        try createLists(db)
    }

    private static func createEvents(_ db: Database) throws {
        try db.execute(
            sql: """
                -- Every effect but reports: for timelines and for a stream that resumes.
                CREATE TABLE event (
                    sequence INTEGER PRIMARY KEY NOT NULL,
                    at INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    change TEXT NOT NULL,
                    transit TEXT,
                    container TEXT,
                    seal TEXT,
                    facility TEXT,
                    json TEXT NOT NULL
                ) STRICT;
                CREATE INDEX event_transit ON event (transit, at, sequence) WHERE transit IS NOT NULL;
                CREATE INDEX event_zone_seal ON event (seal, at, sequence) WHERE kind = 'zone';
                CREATE INDEX event_gate_container ON event (container, at, sequence) WHERE kind = 'gate-event';
                """)
    }

    private static func createLists(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE transit (
                    id TEXT PRIMARY KEY NOT NULL,
                    status TEXT NOT NULL,
                    container TEXT NOT NULL,
                    seal TEXT NOT NULL,
                    opened_at INTEGER NOT NULL,
                    starts_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    json TEXT NOT NULL
                ) STRICT;
                CREATE INDEX transit_opened ON transit (opened_at, id);
                CREATE INDEX transit_status ON transit (status, opened_at, id);
                CREATE INDEX transit_container ON transit (container, opened_at, id);
                CREATE INDEX transit_seal ON transit (seal, opened_at, id);

                CREATE TABLE alert (
                    id TEXT PRIMARY KEY NOT NULL,
                    rule TEXT NOT NULL,
                    severity TEXT NOT NULL,
                    status TEXT NOT NULL,
                    transit TEXT,
                    container TEXT,
                    seal TEXT,
                    facility TEXT,
                    started_at INTEGER NOT NULL,
                    json TEXT NOT NULL
                ) STRICT;
                CREATE INDEX alert_started ON alert (started_at, id);
                CREATE INDEX alert_status ON alert (status, started_at, id);
                CREATE INDEX alert_rule ON alert (rule, started_at, id);
                CREATE INDEX alert_severity ON alert (severity, started_at, id);
                CREATE INDEX alert_container ON alert (container, started_at, id);
                CREATE INDEX alert_transit ON alert (transit, started_at, id);

                -- An event id is the sender's own, so it is one account's.
                CREATE TABLE gate_event (
                    account TEXT NOT NULL,
                    event_id TEXT NOT NULL,
                    container TEXT NOT NULL,
                    facility TEXT NOT NULL,
                    time INTEGER NOT NULL,
                    is_live INTEGER NOT NULL,
                    json TEXT NOT NULL,
                    PRIMARY KEY (account, event_id)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX gate_event_time ON gate_event (time, account, event_id);
                CREATE INDEX gate_event_facility ON gate_event (facility, time, account, event_id);
                CREATE INDEX gate_event_container ON gate_event (container, time, account, event_id);

                CREATE TABLE rejection (
                    id INTEGER PRIMARY KEY NOT NULL,
                    sequence INTEGER NOT NULL,
                    received_at INTEGER NOT NULL,
                    source TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    detail TEXT NOT NULL,
                    bytes BLOB NOT NULL
                ) STRICT;
                CREATE INDEX rejection_received ON rejection (received_at, id);
                CREATE INDEX rejection_reason ON rejection (reason, received_at, id);
                """)
    }
}
