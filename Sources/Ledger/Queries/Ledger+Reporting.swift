public import Customs
import GRDB

extension Ledger {
    /// How punctually each account reported, by day, account and facility, in that order; only rows with an event or a
    /// rejection. A day is of the received time in the query's time zone.
    ///
    /// - Throws: `LedgerError.badReportingRange` where a day or the time zone is none, or for more than 366 days.
    public func reporting(_ query: ReportingQuery) async throws -> [ReportingRow] {
        var rows: [ReportingRow] = []
        // A read a day: one long read would keep the write-ahead log from being emptied.
        for day in try ReportingDays(query).days {
            try Task.checkCancellation()
            rows += try await read { db in
                var tallies: [Operator: ReportingTally] = [:]
                for facility in try query.facilities ?? db.reportingFacilities() {
                    try db.tally(day, facility: facility, into: &tallies)
                }
                try db.tallyRejections(day, facilities: query.facilities.map(Set.init), into: &tallies)
                return tallies.map { $1.row(day: day.name, account: $0.account, facility: $0.facility) }
                    .sorted { ($0.account, $0.facility) < ($1.account, $1.facility) }
            }
        }
        return rows
    }
}

/// Who reports, and where.
private struct Operator: Hashable {
    var account: String
    var facility: String
}

/// The numbers of one row.
private struct ReportingTally {
    var events = 0
    var delays: [Double] = []
    var late = 0
    var backlog = 0
    var corrections = 0
    var cancellations = 0
    var rejections = 0

    func row(day: String, account: String, facility: String) -> ReportingRow {
        let sorted = delays.sorted()
        return ReportingRow(
            day: day, account: account, facility: facility, events: events,
            medianDelay: Self.percentile(50, of: sorted), percentile95Delay: Self.percentile(95, of: sorted),
            late: late, backlog: backlog, corrections: corrections, cancellations: cancellations,
            rejections: rejections)
    }

    /// By nearest rank; `nil` of nothing.
    private static func percentile(_ percent: Int, of sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        return sorted[(sorted.count * percent + 99) / 100 - 1]
    }
}

extension Database {
    /// Facilities with gate events, stepping through the index from one to the next.
    fileprivate func reportingFacilities() throws -> [String] {
        try String.fetchAll(
            cachedStatement(
                sql: """
                    WITH RECURSIVE known (facility) AS (
                        SELECT min(facility) FROM gate_event
                        UNION ALL
                        SELECT (SELECT min(facility) FROM gate_event WHERE facility > known.facility)
                        FROM known WHERE known.facility IS NOT NULL)
                    SELECT facility FROM known WHERE facility IS NOT NULL
                    """))
    }

    fileprivate func tally(
        _ day: ReportingDays.Day, facility: String, into tallies: inout [Operator: ReportingTally]
    ) throws {
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT account, lateness, late_beyond IS NOT NULL, outage IS NOT NULL, correction FROM gate_event
                    WHERE facility = ? AND received_at >= ? AND received_at < ?
                    """),
            arguments: [facility, day.from, day.to])
        while let row = try rows.next() {
            let isLate: Bool = row[2]
            let isBacklog: Bool = row[3]
            let correction: String? = row[4]
            let key = Operator(account: row[0], facility: facility)
            tallies[key, default: ReportingTally()].events += 1
            if isBacklog { tallies[key]?.backlog += 1 } else if isLate { tallies[key]?.late += 1 }
            switch correction.map(GateEvent.Amendment.init(rawValue:)) {
            case .cancel?: tallies[key]?.cancellations += 1
            case .replace?: tallies[key]?.corrections += 1
            default: if !isBacklog { tallies[key]?.delays.append(row[1]) }
            }
        }
    }

    fileprivate func tallyRejections(
        _ day: ReportingDays.Day, facilities: Set<String>?, into tallies: inout [Operator: ReportingTally]
    ) throws {
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT account, coalesce(facility, ''), count(*) FROM rejection
                    WHERE subject = 'gate-event' AND account IS NOT NULL AND received_at >= ? AND received_at < ?
                    GROUP BY account, facility
                    """),
            arguments: [day.from, day.to])
        while let row = try rows.next() {
            let key = Operator(account: row[0], facility: row[1])
            guard facilities?.contains(key.facility) ?? true else { continue }
            tallies[key, default: ReportingTally()].rejections += row[2]
        }
    }
}
