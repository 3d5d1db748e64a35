import GRDB

extension Schema {
    /// The port side: stays, clearances, manifests, outages; and what gate events and rejections are asked by.
    @Sendable
    static func createPort(_ db: Database) throws {
        try createVisits(db)
        try createClearances(db)
        try createAnnouncements(db)
        try extendGateEvents(db)
        try extendRejections(db)
        try createHead(db)
        try tallyPort(db)
    }

    private static func createVisits(_ db: Database) throws {
        try db.execute(
            sql: """
                -- A container's stays; departure is NULL while it stands there.
                CREATE TABLE visit (
                    container TEXT NOT NULL,
                    arrival INTEGER NOT NULL,
                    facility TEXT NOT NULL,
                    departure INTEGER,
                    json TEXT NOT NULL,
                    PRIMARY KEY (container, arrival, facility)
                ) STRICT, WITHOUT ROWID;
                -- The stock of now, and with all that were, the stock of any moment.
                CREATE INDEX visit_standing ON visit (facility, container, arrival, departure) WHERE departure IS NULL;
                CREATE INDEX visit_facility ON visit (facility, container, arrival, departure);
                """)
    }

    private static func createClearances(_ db: Database) throws {
        try db.execute(
            sql: """
                -- Every decision, never rewritten; json comes last and is passed over where it is not asked for.
                CREATE TABLE clearance_decision (
                    sequence INTEGER PRIMARY KEY NOT NULL,
                    declaration TEXT NOT NULL,
                    decided_at INTEGER NOT NULL,
                    status TEXT NOT NULL,
                    reason TEXT,
                    -- How many it decides on.
                    containers INTEGER NOT NULL,
                    json TEXT NOT NULL
                ) STRICT;
                CREATE INDEX clearance_decision_declaration ON clearance_decision (declaration, sequence);

                -- Which decisions are about a container. By declaration, so that of many decisions under one the
                -- last is found without reading the others.
                CREATE TABLE clearance_container (
                    container TEXT NOT NULL,
                    declaration TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    PRIMARY KEY (container, declaration, sequence)
                ) STRICT, WITHOUT ROWID;
                """)
    }

    private static func createAnnouncements(_ db: Database) throws {
        try db.execute(
            sql: """
                -- Every version of every manifest.
                CREATE TABLE manifest (
                    sequence INTEGER PRIMARY KEY NOT NULL,
                    call TEXT NOT NULL,
                    facility TEXT NOT NULL,
                    version INTEGER NOT NULL,
                    put_at INTEGER NOT NULL,
                    json TEXT NOT NULL
                ) STRICT;
                CREATE INDEX manifest_call ON manifest (call, sequence);

                CREATE TABLE outage (
                    facility TEXT NOT NULL,
                    outage TEXT NOT NULL,
                    starts_at INTEGER NOT NULL,
                    ends_at INTEGER,
                    json TEXT NOT NULL,
                    PRIMARY KEY (facility, outage)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX outage_started ON outage (facility, starts_at, outage);
                """)
    }

    private static func extendGateEvents(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE gate_event ADD COLUMN type TEXT NOT NULL DEFAULT '';
                ALTER TABLE gate_event ADD COLUMN received_at INTEGER NOT NULL DEFAULT 0;
                -- Seconds.
                ALTER TABLE gate_event ADD COLUMN lateness REAL NOT NULL DEFAULT 0;
                ALTER TABLE gate_event ADD COLUMN late_beyond REAL;
                ALTER TABLE gate_event ADD COLUMN outage TEXT;
                -- 'replace' or 'cancel', where it corrects another.
                ALTER TABLE gate_event ADD COLUMN correction TEXT;
                ALTER TABLE gate_event ADD COLUMN call TEXT;
                ALTER TABLE gate_event ADD COLUMN booking TEXT;
                ALTER TABLE gate_event ADD COLUMN bill_of_lading TEXT;
                UPDATE gate_event SET
                    type = json_extract(json, '$.type'),
                    received_at = time + CAST(round(json_extract(json, '$.lateness') * 1000) AS INTEGER),
                    lateness = json_extract(json, '$.lateness'),
                    late_beyond = json_extract(json, '$.lateBeyond'),
                    outage = json_extract(json, '$.outage'),
                    correction = CASE
                        WHEN json_extract(json, '$.cancels') IS NOT NULL THEN 'cancel'
                        WHEN json_extract(json, '$.replaces') IS NOT NULL THEN 'replace' END,
                    call = json_extract(json, '$.call'),
                    booking = json_extract(json, '$.booking'),
                    bill_of_lading = json_extract(json, '$.billOfLading');
                -- A partial index names the columns of its condition too: SQLite checks it once more, and would read
                -- the event for that.
                CREATE INDEX gate_event_type ON gate_event (type, received_at, account, event_id, is_live)
                    WHERE is_live = 1;
                -- With all that the reporting table counts, so that it reads no events.
                CREATE INDEX gate_event_received ON gate_event
                    (facility, received_at, account, event_id, type, is_live, lateness, late_beyond, outage,
                    correction);
                CREATE INDEX gate_event_booking ON gate_event (booking, received_at, account, event_id)
                    WHERE booking IS NOT NULL;
                CREATE INDEX gate_event_bill_of_lading ON gate_event (bill_of_lading, received_at, account, event_id)
                    WHERE bill_of_lading IS NOT NULL;
                CREATE INDEX gate_event_discharge ON gate_event (call, facility, container, type, is_live)
                    WHERE call IS NOT NULL AND type = 'discharge' AND is_live = 1;
                """)
    }

    private static func extendRejections(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE rejection ADD COLUMN account TEXT;
                ALTER TABLE rejection ADD COLUMN facility TEXT;
                ALTER TABLE rejection ADD COLUMN event_id TEXT;
                -- The source's label ends with the account in brackets.
                UPDATE rejection SET account = substr(
                        source, length('http POST /v1/gate-events (') + 1,
                        length(source) - length('http POST /v1/gate-events ()'))
                    WHERE source LIKE 'http POST /v1/gate-events (%)';
                CREATE INDEX rejection_account ON rejection (received_at, account, facility, subject)
                    WHERE subject = 'gate-event' AND account IS NOT NULL;
                """)
    }

    private static func createHead(_ db: Database) throws {
        try db.execute(
            sql: """
                -- One row: the highest ledger sequence committed, so that a read can say up to where it sees.
                CREATE TABLE head (
                    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
                    sequence INTEGER NOT NULL
                ) STRICT;
                INSERT INTO head (id, sequence) VALUES (1, max(
                    coalesce((SELECT max(sequence) FROM event), 0),
                    coalesce((
                        SELECT last_sequence FROM journal WHERE last_sequence IS NOT NULL ORDER BY id DESC LIMIT 1
                    ), 0)));
                """)
    }

    private static func tallyPort(_ db: Database) throws {
        for table in ["visit", "clearance_decision", "clearance_container", "manifest", "outage"] {
            try db.execute(
                sql: """
                    INSERT INTO tally (name, rows) VALUES ('\(table)', 0);
                    CREATE TRIGGER tally_\(table)_insert AFTER INSERT ON \(table) BEGIN
                        UPDATE tally SET rows = rows + 1 WHERE name = '\(table)';
                    END;
                    CREATE TRIGGER tally_\(table)_delete AFTER DELETE ON \(table) BEGIN
                        UPDATE tally SET rows = rows - 1 WHERE name = '\(table)';
                    END;
                    """)
        }
    }
}
