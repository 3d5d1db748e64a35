import GRDB

extension Ledger {
    /// Rows in each table, and `track_point`: the stored reports, in blocks and in memory. Cheap at any size.
    public func rowCounts() async throws -> [String: Int] {
        var counts = try await read { db in
            var counts: [String: Int] = [:]
            let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT name, rows FROM tally"))
            while let row = try rows.next() { counts[row[0]] = row[1] }
            return counts
        }
        counts["track_point"] = tails.totalPoints
        return counts
    }
}
