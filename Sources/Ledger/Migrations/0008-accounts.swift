import GRDB

extension Schema {
    /// The accounts of the page, and what was done to them. Nothing that is replayed or recovered depends on them.
    @Sendable
    static func createAccounts(_ db: Database) throws {
        try db.execute(
            sql: """
                -- facilities is a JSON array of codes; key_sha256 is hex and password a slow hash, never the secrets.
                CREATE TABLE account (
                    name TEXT PRIMARY KEY NOT NULL,
                    role TEXT NOT NULL,
                    facilities TEXT NOT NULL,
                    key_sha256 TEXT,
                    password TEXT,
                    is_disabled INTEGER NOT NULL,
                    changed_at INTEGER NOT NULL,
                    changed_by TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                -- AUTOINCREMENT: an id is the edition of all accounts, and is never used again.
                CREATE TABLE account_change (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    account TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    by TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    json TEXT NOT NULL
                ) STRICT;
                CREATE INDEX account_change_account ON account_change (account, id);
                """)
    }
}
