public import Customs
import GRDB

extension Ledger {
    /// A container's newest stays and transits that a release is held against. That it is a bound does no harm: any
    /// departure after a release uses it up, and the newest are looked at.
    private static let maximumHistory = 1000

    /// Whether a container may leave a facility at a moment, by all that is committed when it is asked.
    ///
    /// One read of a few index lookups, however many containers are known; `sequence` says up to where it sees.
    public func releaseCheck(
        container: String, facility: String, at: Timestamp, emptiesNeedRelease: Bool = false
    ) async throws -> ReleaseCheck {
        try await read { db in
            var (check, _) = try self.check(
                db, container: container, facility: facility, at: at, emptiesNeedRelease: emptiesNeedRelease)
            check.sequence = try db.headSequence()
            return check
        }
    }

    /// The release rule on what the ledger knows of a container as of a moment, and what Customs decided last.
    func check(
        _ db: Database, container: String, facility: String, at: Timestamp, emptiesNeedRelease: Bool
    ) throws -> (check: ReleaseCheck, latest: ClearanceFact?) {
        let facts = try facts(db, container: container, at: at)
        let check = ReleaseRule.check(
            container: container, facility: facility, at: at, facts: facts,
            visits: try db.stays(of: container, until: at, limit: Self.maximumHistory),
            legs: try db.legs(of: container, until: at, limit: Self.maximumHistory),
            emptiesNeedRelease: emptiesNeedRelease)
        return (check, facts.last)
    }

    /// The last decision for the container under each declaration, oldest first: the rule asks for no other.
    ///
    /// It steps from declaration to declaration through the index, so that a container decided on a million times under
    /// one declaration is found as fast as another.
    private func facts(_ db: Database, container: String, at: Timestamp) throws -> [ClearanceFact] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    WITH RECURSIVE declared (declaration) AS (
                        SELECT min(declaration) FROM clearance_container WHERE container = :container
                        UNION ALL
                        SELECT (
                            SELECT min(declaration) FROM clearance_container
                            WHERE container = :container AND declaration > declared.declaration)
                        FROM declared WHERE declared.declaration IS NOT NULL)
                    SELECT decision.sequence, decision.declaration, decision.status, decision.reason,
                        decision.decided_at
                    FROM declared CROSS JOIN clearance_decision AS decision ON decision.sequence = (
                        SELECT one.sequence
                        FROM clearance_container AS one
                        CROSS JOIN clearance_decision AS its ON its.sequence = one.sequence
                        WHERE one.container = :container AND one.declaration = declared.declaration
                            AND its.decided_at <= :at
                        ORDER BY one.sequence DESC LIMIT 1)
                    WHERE declared.declaration IS NOT NULL
                    ORDER BY decision.sequence
                    """),
            arguments: ["container": container, "at": at.milliseconds])
        var facts: [ClearanceFact] = []
        while let row = try rows.next() {
            let sequence: Int64 = row[0]
            guard let status = ClearanceStatus(rawValue: row[2]) else {
                throw LedgerError.corrupt(
                    path: path, table: "clearance_decision", row: String(sequence), reason: "has an unknown status")
            }
            facts.append(
                ClearanceFact(
                    declaration: row[1], status: status, reason: row[3], decidedAt: Timestamp(milliseconds: row[4]),
                    sequence: sequence))
        }
        return facts
    }
}

extension Database {
    /// A container's newest stays that began by then, oldest first, with no more of each than the release rule asks for.
    fileprivate func stays(of container: String, until time: Timestamp, limit: Int) throws -> [Visit] {
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT facility, arrival, departure, json_extract(json, '$.departure.eventId'),
                        json_extract(json, '$.fullEmpty')
                    FROM visit WHERE container = ? AND arrival <= ?
                    ORDER BY arrival DESC, facility DESC LIMIT ?
                    """),
            arguments: [container, time.milliseconds, limit])
        var stays: [Visit] = []
        while let row = try rows.next() {
            var visit = Visit(
                container: container, facility: row[0], arrival: Visit.Side(milliseconds: row[1]),
                hasArrivalEvent: true)
            let departure: Int64? = row[2]
            visit.departure = departure.map { Visit.Side(milliseconds: $0, eventId: row[3]) }
            visit.fullEmpty = (row[4] as String?).flatMap(GateEvent.FullEmpty.init)
            stays.append(visit)
        }
        return stays.reversed()
    }

    /// A container's newest transits that were opened by then.
    fileprivate func legs(of container: String, until time: Timestamp, limit: Int) throws -> [ReleaseRule.Leg] {
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT json_extract(json, '$.declaration'), json_extract(json, '$.destination'), starts_at, ended_at
                    FROM transit WHERE container = ? AND opened_at <= ? ORDER BY opened_at DESC, id DESC LIMIT ?
                    """),
            arguments: [container, time.milliseconds, limit])
        var legs: [ReleaseRule.Leg] = []
        while let row = try rows.next() {
            let end: Int64? = row[3]
            legs.append(
                ReleaseRule.Leg(
                    declaration: row[0], destination: row[1], from: Timestamp(milliseconds: row[2]),
                    to: end.map { Timestamp(milliseconds: $0) }))
        }
        return legs
    }
}

extension Visit.Side {
    /// Only when, and whether an event says it.
    fileprivate init(milliseconds: Int64, eventId: String? = nil) {
        self.init(
            time: Timestamp(milliseconds: milliseconds), eventId: eventId, account: nil, type: nil,
            latenessSeconds: nil)
    }
}
