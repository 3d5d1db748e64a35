import GRDB

/// What only tests need.
extension Ledger {
    /// A ledger with small limits.
    package convenience init(path: String, blockPoints: Int, maximumTailPoints: Int = 2_000_000) throws {
        try self.init(path: path, limits: TrackTails.Limits(blockPoints: blockPoints, points: maximumTailPoints))
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
