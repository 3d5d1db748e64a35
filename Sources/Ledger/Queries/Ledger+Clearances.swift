public import Customs
import Foundation
import GRDB

extension Ledger {
    private static let maximumDecisions = 1000
    /// Containers that the decisions of one answer name in all: a decision may name ten thousand.
    private static let maximumNamed = 200_000

    /// A declaration: what holds for each container that it ever named, and its newest decisions, oldest first; `nil`
    /// where Customs decided nothing under it.
    ///
    /// The history has at most 1,000 decisions, fewer where together they name more than 200,000 containers.
    public func clearance(declaration: String) async throws -> ClearanceRecord? {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT sequence, containers, json FROM clearance_decision WHERE declaration = ?
                        ORDER BY sequence DESC LIMIT ?
                        """),
                arguments: [declaration, Self.maximumDecisions])
            let history = try self.decisions(rows)
            guard !history.isEmpty else { return nil }
            return ClearanceRecord(
                declaration: declaration, containers: try self.containers(db, declaration: declaration),
                history: history.reversed())
        }
    }

    /// Every decision for a container under any declaration, newest first.
    ///
    /// At most 1,000 decisions, fewer where together they name more than 200,000 containers.
    public func clearances(container: String) async throws -> [ClearanceDecision] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT decision.sequence, decision.containers, decision.json
                        FROM (
                            SELECT sequence FROM clearance_container WHERE container = ?
                            ORDER BY sequence DESC LIMIT ?) AS its
                        CROSS JOIN clearance_decision AS decision ON decision.sequence = its.sequence
                        ORDER BY decision.sequence DESC
                        """),
                arguments: [container, Self.maximumDecisions])
            return try self.decisions(rows)
        }
    }

    /// The decisions of rows with sequence, count of containers and JSON, as far as they are not too much.
    private func decisions(_ rows: RowCursor) throws -> [ClearanceDecision] {
        var decisions: [ClearanceDecision] = []
        var named = 0
        while let row = try rows.next() {
            let sequence: Int64 = row[0]
            named += row[1]
            guard decisions.isEmpty || named <= Self.maximumNamed else { break }
            decisions.append(
                try decode(ClearanceDecision.self, row[2], table: "clearance_decision", row: String(sequence)))
        }
        return decisions
    }

    /// The last status of each container of a declaration, by all its decisions.
    private func containers(_ db: Database, declaration: String) throws -> [ClearanceRecord.Container] {
        // SQLite takes the other columns of a group from the row that has the maximum.
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT named.value, max(decision.sequence), decision.status, decision.decided_at
                    FROM clearance_decision AS decision CROSS JOIN json_each(decision.json, '$.containers') AS named
                    WHERE decision.declaration = ? GROUP BY named.value ORDER BY named.value
                    """),
            arguments: [declaration])
        var containers: [ClearanceRecord.Container] = []
        while let row = try rows.next() {
            let sequence: Int64 = row[1]
            guard let status = ClearanceStatus(rawValue: row[2]) else {
                throw LedgerError.corrupt(
                    path: path, table: "clearance_decision", row: String(sequence), reason: "has an unknown status")
            }
            containers.append(
                ClearanceRecord.Container(
                    number: row[0], status: status, since: Timestamp(milliseconds: row[3])))
        }
        return containers
    }
}
