import Customs
import Ledger
import Testing

@Suite("The reporting table")
struct ReportingTests {
    @Test("Events, delays, lateness, backlog, corrections and rejections are counted by day, account and facility")
    func table() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        // `start` is 2026-03-02 07:00 in Ho Chi Minh City; its day ends 17 hours later.
        let late = GateEventRecord.make("late", receivedAfter: 9000) { $0.lateBeyondSeconds = 5400 }
        let backlog = GateEventRecord.make("backlog", receivedAfter: 50_000) {
            $0.lateBeyondSeconds = 46_400
            $0.outage = "O1"
        }
        let correction = GateEventRecord.make("new", receivedAfter: 30_000) { $0.event.replaces = "d3" }
        let amendment = GateEventRecord.make("newer", receivedAfter: 30_000) { $0.event.amends = .replace }
        let cancellation = GateEventRecord.make("no", receivedAfter: 30_000) { $0.event.cancels = "d4" }
        var records = (1...18).map { GateEventRecord.make("d\($0)", receivedAfter: Double($0)) }
        records[2].replacedBy = "new"
        records[3].cancelledBy = "no"
        records += [late, backlog, correction, amendment, cancellation]
        records.append(.make("b1", account: "icd", facility: "VNHNG", at: 17 * 3600 - 60.001, receivedAfter: 60))
        records.append(.make("b2", account: "icd", facility: "VNHNG", at: 17 * 3600 - 60, receivedAfter: 60))
        func rejection(
            _ account: String?, _ facility: String?, _ subject: Rejection.Subject = .gateEvent
        ) -> RejectionRecord {
            RejectionRecord(
                sequence: 1, receivedAt: time(3600), source: "x",
                rejection: Rejection(.wrongType, "x", subject: subject),
                bytes: [], account: account, facility: facility)
        }
        _ = try ledger.commit(
            .make(
                records.enumerated().map { .gateEvent(Int64($0 + 1), $1) },
                rejections: [
                    rejection("port", "VNHPH"), rejection("port", nil), rejection("port", ""), rejection(nil, nil),
                    rejection("port", "VNHPH", .other),
                ]))

        var query = ReportingQuery(fromDay: "2026-03-01", toDay: "2026-03-03", timeZone: "Asia/Ho_Chi_Minh")
        let port = ReportingRow(
            day: "2026-03-02", account: "port", facility: "VNHPH", events: 23, medianDelay: 10,
            percentile95Delay: 9000, late: 1, backlog: 1, corrections: 2, cancellations: 1, rejections: 1)
        func empty(_ day: String, _ account: String, _ facility: String, rejections: Int) -> ReportingRow {
            ReportingRow(
                day: day, account: account, facility: facility, events: 0, medianDelay: nil, percentile95Delay: nil,
                late: 0, backlog: 0, corrections: 0, cancellations: 0, rejections: rejections)
        }
        func icd(_ day: String) -> ReportingRow {
            var row = empty(day, "icd", "VNHNG", rejections: 0)
            (row.events, row.medianDelay, row.percentile95Delay) = (1, 60, 60)
            return row
        }
        #expect(
            try await ledger.reporting(query) == [
                icd("2026-03-02"), empty("2026-03-02", "port", "", rejections: 2), port, icd("2026-03-03"),
            ])
        query.facilities = ["VNHPH"]
        #expect(try await ledger.reporting(query) == [port])
        query.facilities = []
        #expect(try await ledger.reporting(query).isEmpty)
        query = ReportingQuery(facilities: ["VNHNG"], fromDay: "2026-03-02", toDay: "2026-03-02", timeZone: "UTC")
        #expect(try await ledger.reporting(query).map(\.events) == [2])
    }

    @Test(
        "A day that is none, a zone that is none, the wrong order and too many days are refused and named",
        arguments: [
            ("2026-02-30", "2026-03-02", "UTC", "2026-02-30"), ("2026-3-2", "2026-03-02", "UTC", "2026-3-2"),
            ("", "2026-03-02", "UTC", "is not a day"), ("2026-03-02", "+226-03-02", "UTC", "+226-03-02"),
            ("2026-03-02", "2026-03-02", "Asia/Nowhere", "Asia/Nowhere"),
            ("2026-03-02", "2026-03-01", "UTC", "is after"), ("2025-01-01", "2026-01-02", "UTC", "367 days"),
            ("0001-01-01", "9999-12-31", "UTC", "days"),
        ])
    func badRanges(from: String, to: String, zone: String, named: String) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let error = await #expect(throws: LedgerError.self) {
            try await ledger.reporting(ReportingQuery(fromDay: from, toDay: to, timeZone: zone))
        }
        guard case .badReportingRange(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(named))
    }

    @Test("Days follow the clocks of their zone: 23 and 25 hours, and a midnight that is skipped")
    func daylightSaving() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let dates = [
            // Beirut skips 2026-03-29T00:00; Berlin puts its clocks back on 2026-10-25.
            ("2026-03-28T21:59:59Z", "Asia/Beirut", "2026-03-28"),
            ("2026-03-28T22:00:00Z", "Asia/Beirut", "2026-03-29"),
            ("2026-10-24T22:00:00Z", "Europe/Berlin", "2026-10-25"),
            ("2026-10-25T22:59:59Z", "Europe/Berlin", "2026-10-25"),
            ("2026-10-25T23:00:00Z", "Europe/Berlin", "2026-10-26"),
        ]
        for (number, (text, zone, day)) in dates.enumerated() {
            let at = try #require(Timestamp(rfc3339: text)).seconds(since: start)
            let facility = "F\(number)"
            _ = try ledger.commit(
                .make([
                    .gateEvent(Int64(number + 1), .make("e", account: "a\(number)", facility: facility, at: at - 60))
                ]))
            let query = ReportingQuery(
                facilities: [facility], fromDay: "2026-01-01", toDay: "2026-12-31", timeZone: zone)
            #expect(try await ledger.reporting(query).map(\.day) == [day], "\(text)")
        }
    }
}
