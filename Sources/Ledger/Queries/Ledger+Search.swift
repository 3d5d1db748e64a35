public import Customs
import Foundation
import GRDB

extension Ledger {
    /// Transits whose id, container, seal, declaration or plate has `part` in it, newest `openedAt` first.
    ///
    /// - Parameters:
    ///   - part: in capitals, without blanks, hyphens and points, as what it is held against is.
    ///   - limit: at most so many.
    public func transits(matching part: String, limit: Int) async throws -> [Transit] {
        guard !part.isEmpty else { return [] }
        return try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT transit.id, transit.json FROM (
                            SELECT id, opened_at FROM transit INDEXED BY transit_words WHERE instr(words, :part) > 0
                            ORDER BY opened_at DESC, id DESC LIMIT :limit
                        ) AS found JOIN transit ON transit.id = found.id
                        ORDER BY found.opened_at DESC, found.id DESC
                        """),
                arguments: ["part": part, "limit": limit])
            var transits: [Transit] = []
            while let row = try rows.next() {
                let id: String = row[0]
                transits.append(try self.decode(Transit.self, row[1], table: "transit", row: id))
            }
            return transits
        }
    }

    /// Numbers of containers that gate events named, which begin with `prefix` in capitals; in order, at most `limit`.
    public func containers(beginningWith prefix: String, limit: Int) async throws -> [String] {
        guard !prefix.isEmpty else { return [] }
        return try await read { db in
            try String.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT DISTINCT container FROM gate_event
                        WHERE container >= :prefix AND container < :end ORDER BY container LIMIT :limit
                        """),
                // Numbers are capitals and digits, and all of them come before a tilde.
                arguments: ["prefix": prefix, "end": prefix + "~", "limit": limit])
        }
    }
}
