import GRDB

/// What only tests need.
extension Ledger {
    /// A ledger with small limits.
    package convenience init(path: String, blockPoints: Int, maximumTailPoints: Int = 2_000_000) throws {
        try self.init(path: path, limits: TrackTails.Limits(blockPoints: blockPoints, points: maximumTailPoints))
    }

    /// A ledger that tells the SQL of every statement that it runs.
    package convenience init(path: String, onStatement: @escaping @Sendable (String) -> Void) throws {
        try self.init(path: path, limits: TrackTails.Limits(), onStatement: onStatement)
    }

    /// Writes a file as the version of this program left it whose last migration is `last`, with what `sql` puts in.
    package static func writeOlderFile(path: String, last: String, sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: last)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// How SQLite would run a statement, a line a step.
    package func plan(of sql: String) throws -> [String] {
        try pool.read { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
            // The plan does not depend on the arguments, so none are set.
            statement.setUncheckedArguments([])
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }

    /// A setting of the writing connection.
    package func pragma(_ name: String) throws -> String? {
        try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    /// Changes the file behind the ledger's back.
    package func execute(_ sql: String) throws {
        try pool.write { try $0.execute(sql: sql) }
    }

    /// The first column of a statement's rows.
    package func column(_ sql: String) throws -> [String] {
        try pool.read { try String.fetchAll($0, sql: sql) }
    }
}
