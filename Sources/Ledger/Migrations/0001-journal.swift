import GRDB

extension Schema {
    /// Times are milliseconds since 1970 UTC, here and in all tables.
    @Sendable
    static func createJournal(_ db: Database) throws {
        try db.execute(
            sql: """
                -- One row a commit: the envelopes of the batch, compressed. Ids are never used again.
                CREATE TABLE journal (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    received_from INTEGER NOT NULL,
                    received_to INTEGER NOT NULL,
                    -- The ledger sequences of the effects and rejections; NULL where there were none.
                    first_sequence INTEGER,
                    last_sequence INTEGER,
                    envelopes INTEGER NOT NULL,
                    blob BLOB NOT NULL
                ) STRICT;

                -- Encoded Supervisors, the newest two; bytes are compressed.
                CREATE TABLE snapshot (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    version TEXT NOT NULL,
                    journal_id INTEGER NOT NULL,
                    bytes BLOB NOT NULL
                ) STRICT;
                """)
    }
}
