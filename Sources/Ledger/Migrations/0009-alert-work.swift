import GRDB

extension Schema {
    /// What officers ask alerts by: what nobody has acknowledged, what was given to whom, of which seal or facility.
    @Sendable
    static func createAlertWork(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE alert ADD COLUMN acknowledged INTEGER
                    GENERATED ALWAYS AS (json_extract(json, '$.acknowledged')) VIRTUAL;
                ALTER TABLE alert ADD COLUMN assignee TEXT
                    GENERATED ALWAYS AS (json_extract(json, '$.assignee')) VIRTUAL;
                CREATE INDEX alert_acknowledged ON alert (acknowledged, started_at, id);
                CREATE INDEX alert_assignee ON alert (assignee, started_at, id) WHERE assignee IS NOT NULL;
                CREATE INDEX alert_seal ON alert (seal, started_at, id) WHERE seal IS NOT NULL;
                CREATE INDEX alert_facility ON alert (facility, started_at, id) WHERE facility IS NOT NULL;
                """)
    }
}
