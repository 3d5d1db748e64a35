import GRDB

extension Schema {
    /// How far each receiver of webhooks has come in the events, which are the outbox.
    @Sendable
    static func createWebhooks(_ db: Database) throws {
        try db.execute(
            sql: """
                -- sequence: all that is wanted up to it was delivered. The others are of the failure that lasts, if any.
                CREATE TABLE webhook (
                    name TEXT PRIMARY KEY NOT NULL,
                    sequence INTEGER NOT NULL,
                    failing_since INTEGER,
                    attempts INTEGER NOT NULL,
                    last_error TEXT
                ) STRICT, WITHOUT ROWID;
                -- Congestion among millions of other events, in the order in which it is sent.
                CREATE INDEX event_congestion_sequence ON event (kind, sequence, facility) WHERE kind = 'congestion';
                """)
    }
}
