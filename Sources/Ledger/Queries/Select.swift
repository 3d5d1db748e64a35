import GRDB

/// A statement put together from literals of this program only; what comes from outside is always an argument.
struct Select: Sendable {
    private(set) var sql: String
    private var arguments: [DatabaseValue] = []
    private var hasCondition = false

    init(_ base: StaticString) { sql = base.description }

    /// Adds a condition on one value; none where the value is `nil`.
    mutating func filter(_ condition: StaticString, _ value: (any DatabaseValueConvertible)?) {
        if let value { require(condition, [value]) }
    }

    mutating func require(_ condition: StaticString, _ values: [any DatabaseValueConvertible]) {
        sql += (hasCondition ? " AND " : " WHERE ") + condition.description
        hasCondition = true
        arguments += values.map(\.databaseValue)
    }

    /// The order, and how many rows at most.
    mutating func order(_ order: StaticString, limit: Int) {
        sql += " ORDER BY " + order.description + " LIMIT ?"
        arguments.append(limit.databaseValue)
    }

    func rows(_ db: Database) throws -> RowCursor {
        try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }
}
