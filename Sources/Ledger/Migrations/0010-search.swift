import GRDB

extension Schema {
    /// What a transit is searched by, newest first, in an index that holds all of it: no row is read.
    ///
    /// A column that SQLite computes would not do: it is computed from the row again, also where an index has it.
    @Sendable
    static func createSearch(_ db: Database) throws {
        let words = """
            replace(replace(replace(upper(
                id || '|' || container || '|' || seal || '|' || coalesce(json_extract(json, '$.declaration'), '')
                    || '|' || coalesce(json_extract(json, '$.plate'), '')
            ), ' ', ''), '-', ''), '.', '')
            """
        try db.execute(
            sql: """
                ALTER TABLE transit ADD COLUMN words TEXT NOT NULL DEFAULT '';
                UPDATE transit SET words = \(words);
                CREATE TRIGGER transit_inserted AFTER INSERT ON transit BEGIN
                    UPDATE transit SET words = \(words) WHERE id = new.id;
                END;
                CREATE TRIGGER transit_updated AFTER UPDATE OF container, seal, json ON transit
                WHEN old.json IS NOT new.json BEGIN
                    UPDATE transit SET words = \(words) WHERE id = new.id;
                END;
                CREATE INDEX transit_words ON transit (opened_at, id, words);
                """)
    }
}
