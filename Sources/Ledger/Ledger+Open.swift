import GRDB

extension Ledger {
    /// Settings that durability and bounds rest on, as they must read back on the writing connection.
    private static let settings: [(pragma: String, value: String)] = [
        ("journal_mode", "wal"),
        // 2 is FULL: a commit is on disk when it returns.
        ("synchronous", "2"),
        ("foreign_keys", "1"),
    ]

    static func open(_ path: String, onStatement: (@Sendable (String) -> Void)?) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        if let onStatement {
            configuration.prepareDatabase { db in
                db.trace { if case .statement(let statement) = $0 { onStatement(statement.sql) } }
            }
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // The pool sets NORMAL when it opens, so this comes after it.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
                // 64 MiB: a burst of gate events touches thousands of pages all over the indexes, and what does not
                // fit is written and read again before the commit.
                try db.execute(sql: "PRAGMA cache_size = -65536")
                for setting in settings {
                    let found = try String.fetchOne(db, sql: "PRAGMA \(setting.pragma)") ?? "nothing"
                    guard found == setting.value else {
                        throw LedgerError.wrongSetting(
                            path: path, pragma: setting.pragma, expected: setting.value, found: found)
                    }
                }
            }
            try migrate(pool, path: path)
            // SQLite opens a file that it may not write as read-only, and says so only at the first write.
            try pool.write { _ in }
            return pool
        } catch let error as DatabaseError {
            throw LedgerError.cannotOpen(path: path, reason: LedgerError.reason(error))
        }
    }

    private static func migrate(_ pool: DatabasePool, path: String) throws {
        let migrator = Schema.migrator
        let (isNewer, unknown) = try pool.read { db in
            let known = Set(migrator.migrations)
            let applied = try migrator.appliedIdentifiers(db)
            return (try migrator.hasBeenSuperseded(db), applied.subtracting(known).sorted())
        }
        guard !isNewer else {
            throw LedgerError.newerSchema(
                path: path,
                reason: "a newer version of this program wrote it (it has \(unknown.joined(separator: ", ")))")
        }
        try migrator.migrate(pool)
    }
}
