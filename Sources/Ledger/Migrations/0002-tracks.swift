import GRDB

extension Schema {
    @Sendable
    static func createTracks(_ db: Database) throws {
        try db.execute(
            sql: """
                -- A seal's points, clustered by seal in the order they were stored; the blob comes last so that
                -- a block of another time is passed over without reading it.
                CREATE TABLE track_block (
                    seal TEXT NOT NULL,
                    first_ordinal INTEGER NOT NULL,
                    count INTEGER NOT NULL,
                    -- 1 while the block may still be replaced by a longer one.
                    open INTEGER NOT NULL,
                    time_from INTEGER NOT NULL,
                    time_to INTEGER NOT NULL,
                    first_sequence INTEGER NOT NULL,
                    last_sequence INTEGER NOT NULL,
                    -- 1e-7 degrees; NULL where no point has a position.
                    south INTEGER,
                    north INTEGER,
                    west INTEGER,
                    east INTEGER,
                    blob BLOB NOT NULL,
                    PRIMARY KEY (seal, first_ordinal)
                ) STRICT, WITHOUT ROWID;

                -- Where each seal's live tail begins, and the newest point in the file.
                CREATE TABLE track_head (
                    seal TEXT PRIMARY KEY NOT NULL,
                    first_ordinal INTEGER NOT NULL,
                    last_sequence INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;

                -- Which container a device said that it seals, outside of transits; to_ms is NULL while it lasts.
                CREATE TABLE declared_sealing (
                    seal TEXT NOT NULL,
                    container TEXT NOT NULL,
                    from_ms INTEGER NOT NULL,
                    to_ms INTEGER,
                    own_to_ms INTEGER,
                    last_seen INTEGER NOT NULL,
                    PRIMARY KEY (seal, from_ms)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX declared_sealing_container ON declared_sealing (container, from_ms);
                """)
    }
}
