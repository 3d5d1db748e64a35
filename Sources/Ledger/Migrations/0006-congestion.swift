import GRDB

extension Schema {
    /// Border gates: what was published of their queues, and how good the forecasts were.
    @Sendable
    static func createCongestion(_ db: Database) throws {
        try db.execute(
            sql: """
                -- What was published of a gate, without forecasts and advice. The event list has the whole object, because
                -- a stream that resumes must send what it would have sent, but for a week only: the forecasts are three
                -- quarters of the bytes, and nobody resumes after longer.
                CREATE TABLE gate_congestion (
                    gate TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    sequence INTEGER NOT NULL,
                    -- 0 unknown to 4 red.
                    level INTEGER NOT NULL,
                    -- Whether it is the one row that is left of its hour.
                    is_thinned INTEGER NOT NULL DEFAULT 0,
                    json TEXT NOT NULL,
                    PRIMARY KEY (gate, at, sequence)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX gate_congestion_unthinned ON gate_congestion (gate, at, sequence, is_thinned)
                    WHERE is_thinned = 0;
                CREATE INDEX event_congestion ON event (facility, at, sequence) WHERE kind = 'congestion';

                -- Forecasts whose time has come. Times in milliseconds, waits and horizon in seconds; what was is NULL
                -- where nothing told.
                CREATE TABLE forecast_score (
                    gate TEXT NOT NULL,
                    horizon REAL NOT NULL,
                    made_at INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    wait_p10 REAL NOT NULL,
                    wait_p50 REAL NOT NULL,
                    wait_p90 REAL NOT NULL,
                    vehicles_p10 REAL NOT NULL,
                    vehicles_p50 REAL NOT NULL,
                    vehicles_p90 REAL NOT NULL,
                    wait REAL,
                    vehicles REAL,
                    wait_as_now REAL NOT NULL,
                    wait_as_usual REAL,
                    PRIMARY KEY (gate, horizon, made_at)
                ) STRICT, WITHOUT ROWID;
                """)
        for table in ["gate_congestion", "forecast_score"] {
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
