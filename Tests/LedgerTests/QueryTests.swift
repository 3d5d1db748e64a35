import Customs
import Ledger
import Testing

@Suite("Lists")
struct QueryTests {
    @Test("Alerts page newest first, with every filter, each alert once as it is now", arguments: [1, 2, 7, 1000])
    func alerts(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var alerts = (0..<20).map { (number: Int) -> Alert in
            Alert.make(
                "a\(number)", rule: number % 2 == 0 ? .sealTampered : .overspeed,
                severity: number % 3 == 0 ? .major : .critical, container: "C\(number % 4)", transit: "T\(number % 5)",
                at: Double(number / 3))
        }
        _ = try ledger.commit(.make(alerts.enumerated().map { .alert(Int64($0 + 1), $1) }))
        alerts[4].status = .cleared
        alerts[6].acknowledged = true
        alerts[7].assignee = "lan"
        alerts[8].facility = "VNHPH"
        alerts[9].seal = "S9"
        _ = try ledger.commit(
            .make(
                [.alert(100, alerts[4], .cleared)]
                    + (6...9).map { .alert(Int64(95 + $0), alerts[$0], .updated) }))
        alerts.sort { ($1.startedAt, $1.id) < ($0.startedAt, $0.id) }

        func check(_ change: (inout AlertQuery) -> Void, _ isWanted: (Alert) -> Bool) async throws {
            var query = AlertQuery()
            change(&query)
            let found = try await pages(limit: limit) { page in
                query.page = page
                return try await ledger.alerts(query)
            }
            #expect(found == alerts.filter(isWanted))
        }
        try await check({ _ in }, { _ in true })
        try await check({ $0.status = .active }, { $0.status == .active })
        try await check({ $0.status = .cleared }, { $0.id == "a4" })
        try await check({ $0.rule = .overspeed }, { $0.rule == .overspeed })
        try await check({ $0.severity = .major }, { $0.severity == .major })
        try await check({ $0.container = "C1" }, { $0.container == "C1" })
        try await check({ $0.transit = "T2" }, { $0.transit == "T2" })
        try await check({ $0.acknowledged = true }, { $0.id == "a6" })
        try await check({ $0.acknowledged = false }, { $0.id != "a6" })
        try await check({ $0.assignee = "lan" }, { $0.id == "a7" })
        try await check({ $0.facility = "VNHPH" }, { $0.id == "a8" })
        try await check({ $0.seal = "S9" }, { $0.id == "a9" })
        try await check(
            { $0.range = TimeRange(from: time(2), to: time(5)) }, { $0.startedAt >= time(2) && $0.startedAt < time(5) })
        try await check(
            {
                $0.container = "C1"
                $0.severity = .critical
                $0.range = TimeRange(from: time(1))
            }, { $0.container == "C1" && $0.severity == .critical && $0.startedAt >= time(1) })
        #expect(try await ledger.alert(id: "a4") == alerts.first { $0.id == "a4" })
        #expect(try await ledger.alert(id: "none") == nil)
    }

    @Test("Transits page newest first and show their newest state", arguments: [1, 3, 1000])
    func transits(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var transits = (0..<10).map {
            Transit.make("T\($0)", seal: "S\($0 % 2)", container: "C\($0 % 3)", at: Double($0 / 2))
        }
        _ = try ledger.commit(.make(transits.enumerated().map { .transit(Int64($0 + 1), $1) }))
        transits[3].status = .closed
        transits[3].endedAt = time(500)
        _ = try ledger.commit(.make([.transit(50, transits[3])]))
        let closed = transits[3]
        transits.sort { ($1.openedAt, $1.transit) < ($0.openedAt, $0.transit) }
        func all(_ query: TransitQuery) async throws -> [Transit] {
            try await pages(limit: limit) { page in
                var query = query
                query.page = page
                return try await ledger.transits(query)
            }
        }
        var query = TransitQuery()
        #expect(try await all(query) == transits)
        query.status = .closed
        #expect(try await all(query) == [closed])
        query.status = .open
        query.seal = "S1"
        #expect(try await all(query) == transits.filter { $0.seal == "S1" && $0.status == .open })
        query = TransitQuery()
        query.container = "C2"
        #expect(try await all(query) == transits.filter { $0.container == "C2" })
        #expect(try await ledger.transit(id: "T3") == closed)
    }

    @Test(
        "Gate events page newest first over several facilities, and corrections change the row",
        arguments: [1, 4, 1000])
    func gateEvents(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var records = (0..<24).map { (number: Int) -> GateEventRecord in
            GateEventRecord.make(
                "e\(number / 2)", account: number % 2 == 0 ? "a" : "b", facility: "F\(number % 3)",
                container: "C\(number % 5)", at: Double(number / 4), sequence: Int64(number + 1))
        }
        _ = try ledger.commit(.make(records.enumerated().map { .gateEvent(Int64($0 + 1), $1) }))
        records[6].replacedBy = "e11"
        _ = try ledger.commit(.make([.gateEvent(100, records[6])]))
        records.sort {
            ($1.event.time, $1.account, $1.event.eventId) < ($0.event.time, $0.account, $0.event.eventId)
        }
        func all(_ query: GateEventQuery) async throws -> [GateEventRecord] {
            try await pages(limit: limit) { page in
                var query = query
                query.page = page
                return try await ledger.gateEvents(query)
            }
        }
        var query = GateEventQuery()
        #expect(try await all(query) == records.filter(\.isLive))
        query.includesHistory = true
        #expect(try await all(query) == records)
        query.facilities = ["F2", "F0", "F2"]
        #expect(try await all(query) == records.filter { $0.event.facility != "F1" })
        query.facilities = []
        #expect(try await all(query).isEmpty)
        query.facilities = ["F1"]
        query.container = "C3"
        #expect(try await all(query) == records.filter { $0.event.facility == "F1" && $0.event.container == "C3" })
        query = GateEventQuery()
        query.includesHistory = true
        query.range = TimeRange(from: time(1), to: time(3))
        #expect(try await all(query) == records.filter { query.range.contains($0.event.time) })
        #expect(try await ledger.events(after: 99).map(\.change) == ["replaced"])
    }

    @Test("Rejections page newest first with their bytes, also several with one sequence", arguments: [1, 4, 1000])
    func rejections(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let records = (0..<11).map { (number: Int) -> RejectionRecord in
            let rejection = Rejection(
                number % 2 == 0 ? .outOfRange : .malformedJSON, "lat 91", subject: number == 3 ? .gateEvent : .report,
                eventId: number == 3 ? "e3" : nil)
            return RejectionRecord(
                sequence: Int64(number / 2), receivedAt: time(Double(number / 3)), source: "mqtt t",
                rejection: rejection, bytes: [0, 255, UInt8(number)], account: number == 3 ? "port" : nil,
                facility: number == 3 ? "VNHPH" : nil)
        }
        _ = try ledger.commit(.make(rejections: records))
        func all(_ query: RejectionQuery) async throws -> [RejectionRecord] {
            try await pages(limit: limit) { page in
                var query = query
                query.page = page
                return try await ledger.rejections(query)
            }
        }
        var query = RejectionQuery()
        #expect(try await all(query) == records.reversed())
        query.reason = .malformedJSON
        query.range = TimeRange(from: time(1))
        #expect(
            try await all(query)
                == records.reversed().filter { $0.rejection.reason == .malformedJSON && $0.receivedAt >= time(1) })
    }

    @Test("A cursor that is none, or another list's, is refused", arguments: ["", "x", "????", "eyJsIjoiYSJ9", "đ"])
    func badCursors(cursor: String) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        _ = try ledger.commit(
            .make([.transit(1, .make("T1")), .transit(2, .make("T2")), .alert(3, .make("a")), .alert(4, .make("b"))]))
        var alerts = AlertQuery()
        alerts.page = PageRequest(limit: 1)
        let foreign = try #require(try await ledger.alerts(alerts).next)
        alerts.page.cursor = cursor
        await #expect(throws: LedgerError.badCursor(cursor)) { try await ledger.alerts(alerts) }
        var transits = TransitQuery()
        for bad in [cursor, foreign] {
            transits.page.cursor = bad
            await #expect(throws: LedgerError.badCursor(bad)) { try await ledger.transits(transits) }
        }
        var gateEvents = GateEventQuery()
        gateEvents.page.cursor = foreign
        await #expect(throws: LedgerError.badCursor(foreign)) { try await ledger.gateEvents(gateEvents) }
        var rejections = RejectionQuery()
        rejections.page.cursor = foreign
        await #expect(throws: LedgerError.badCursor(foreign)) { try await ledger.rejections(rejections) }
    }

    @Test("Row counts are those of the tables")
    func rowCounts() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path, blockPoints: 4)
        for round in 0..<3 as Range<Int64> {
            let first = round * 20
            let effects: [Effect] =
                (1...6).map { .report(first + $0, container: "C\(round)") }
                + [
                    .alert(first + 7, .make("a")), .transit(first + 8, .make()), .zone(first + 9, at: time(1)),
                    .gateEvent(first + 10, .make("e\(round)")), .visit(first + 11, .make(from: Double(round / 2))),
                    .visit(first + 12, .make(from: Double(round)), isRemoved: round == 2),
                    .clearance(.make(first + 13, "D", ["A", "B"])), .manifest(.make(first + 14, ["A"])),
                    .outage(first + 15, .make("O", at: Double(round))),
                ]
            let rejected = RejectionRecord(
                sequence: first, receivedAt: start, source: "x", rejection: Rejection(.forbidden, "no"), bytes: [])
            _ = try ledger.commit(.make(effects, rejections: [rejected], snapshot: .make()))
        }
        let counts = try await ledger.rowCounts()
        for (table, rows) in counts where table != "track_point" {
            #expect(try ledger.column("SELECT count(*) FROM \(table)") == [String(rows)], "\(table)")
        }
        #expect(counts["track_point"] == 18)
        #expect(counts["event"] == 12)
        #expect(counts["alert"] == 1)
        #expect(counts["visit"] == 2)
        #expect(counts["clearance_container"] == 6)
        #expect(counts["outage"] == 1)
    }
}
