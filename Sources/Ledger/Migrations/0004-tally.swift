import GRDB

extension Schema {
    /// Rows a table, counted by triggers: counting them at each health check would read the whole file.
    @Sendable
    static func createTally(_ db: Database) throws {
        try db.execute(
            sql: "CREATE TABLE tally (name TEXT PRIMARY KEY NOT NULL, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID")
        let tables = [
            "journal", "snapshot", "track_block", "declared_sealing", "event", "transit", "alert", "gate_event",
            "rejection",
        ]
        for table in tables {
            try db.execute(
                sql: """
                    INSERT INTO tally (name, rows) VALUES ('\(table)', (SELECT count(*) FROM \(table)));
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
