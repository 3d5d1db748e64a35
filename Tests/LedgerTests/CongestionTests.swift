import Customs
import Foundation
import Ledger
import Testing

@Suite("The history of gates")
struct CongestionTests {
    private static let day = 86_400.0

    @Test("It is of one gate, oldest first, the newest of the range, without forecasts and advice")
    func history() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let published = (0..<6).map { GateCongestion.make(at: Double($0) * 300, vehicles: $0) }
        let other = GateCongestion.make("TANTHANH", at: 300)
        _ = try ledger.commit(
            .make(published.enumerated().map { .congestion(Int64($0 + 1), $1) } + [.congestion(9, other)]))
        let history = published.map(\.plain)
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI") == history)
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI", limit: 2) == Array(history.suffix(2)))
        let range = TimeRange(from: time(300), to: time(900))
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI", range: range) == Array(history[1...2]))
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI", range: range, limit: 1) == [history[2]])
        #expect(try await ledger.congestionHistory(gate: "TANTHANH") == [other.plain])
        #expect(try await ledger.congestionHistory(gate: "NOWHERE").isEmpty)
        let none = TimeRange(from: time(900), to: time(300))
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI", range: none).isEmpty)
    }

    @Test("Two words at one moment stay in the order in which they came, and nothing unknown is made up")
    func sameMoment() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var unknown = GateCongestion.make(at: 10, level: .unknown)
        unknown.vehiclesWaiting = nil
        unknown.waitSeconds = nil
        unknown.evidenceAt = nil
        _ = try ledger.commit(.make([.congestion(1, unknown), .congestion(2, .make(at: 10, level: .red))]))
        let history = try await ledger.congestionHistory(gate: "HUUNGHI")
        #expect(history == [unknown.plain, GateCongestion.make(at: 10, level: .red).plain])
    }

    @Test("A stream that resumes gets the whole object, under its level and gate")
    func resume() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let congestion = GateCongestion.make(level: .orange)
        _ = try ledger.commit(.make([.zone(1, at: time(0)), .congestion(2, congestion), .scored(3, .make())]))
        let events = try await ledger.events(after: 0)
        #expect(events.map(\.kind) == [.zone, .congestion])
        #expect(events[1].change == "orange" && events[1].facility == "HUUNGHI")
        #expect(events[1].json == (try CanonicalJSON.string(congestion)))
        #expect(try CanonicalJSON.decode(GateCongestion.self, from: Data(events[1].json.utf8)) == congestion)
    }

    @Test("Whole objects are kept for a week, counted back from the gate's newest evidence")
    func eventsGo() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var sequence: Int64 = 0
        func commit(_ congestion: GateCongestion) throws {
            sequence += 1
            _ = try ledger.commit(.make([.congestion(sequence, congestion)]))
        }
        try commit(.make("SILENT", at: 0))
        for quarter in 0..<(4 * 24 * 9) { try commit(.make(at: Double(quarter) * 900)) }
        let newest = Double(4 * 24 * 9 - 1) * 900
        let events = try await ledger.events(after: 1, limit: 10_000)
        #expect(events.map(\.at).min() == time(newest - 7 * Self.day))
        #expect(events.count == 7 * 24 * 4 + 1)
        // A gate that fell silent keeps its last word.
        #expect(try await ledger.events(after: 0, limit: 1).map(\.facility) == ["SILENT"])
        try await expectCounted(ledger)
    }

    @Test("After two weeks an hour has one row, the gravest, however long nothing came; after two years none")
    func thinning() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var sequence: Int64 = 0
        func commit(_ congestion: [GateCongestion]) throws {
            _ = try ledger.commit(
                .make(
                    congestion.map {
                        sequence += 1
                        return .congestion(sequence, $0)
                    }))
        }
        // Two hours of five-minute rows; in each one row is orange.
        let rows = (0..<24).map { row in
            GateCongestion.make(at: Double(row) * 300, level: [7, 20].contains(row) ? .orange : .yellow, vehicles: row)
        }
        try commit(rows)
        try commit([.make("OTHER", at: 30 * Self.day)])
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI") == rows.map(\.plain), "another gate's time")

        // The second hour has ended two weeks ago only a second later.
        let almost = GateCongestion.make(at: 7199 + 14 * Self.day)
        try commit([almost])
        #expect(
            try await ledger.congestionHistory(gate: "HUUNGHI") == [rows[7].plain] + rows[12...].map(\.plain) + [
                almost.plain
            ])
        let after = GateCongestion.make(at: 7200 + 14 * Self.day)
        try commit([after])
        let thinned = [rows[7].plain, rows[20].plain]
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI") == thinned + [almost.plain, after.plain])

        // A row that comes late for an hour that was thinned before counts too.
        let late = GateCongestion.make(at: 100, level: .red)
        try commit([late, .make(at: 200, level: .green)])
        try commit([.make(at: 15 * Self.day)])
        #expect(
            try await ledger.congestionHistory(gate: "HUUNGHI", range: TimeRange(to: time(Self.day)))
                == [late.plain, thinned[1]])

        try commit([.make(at: 732 * Self.day + 7200)])
        let left = try await ledger.congestionHistory(gate: "HUUNGHI")
        #expect(left.map(\.at).min() == almost.at)
        try await expectCounted(ledger)
    }

    @Test("What one new row makes go is bounded, and the next ones go on with it")
    func bounded() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let hours = (0..<40).flatMap { hour in
            [GateCongestion.make(at: Double(hour) * 3600), .make(at: Double(hour) * 3600 + 60)]
        }
        _ = try ledger.commit(.make(hours.enumerated().map { .congestion(Int64($0 + 1), $1) }))
        func left() async throws -> Int {
            try await ledger.congestionHistory(gate: "HUUNGHI", range: TimeRange(to: time(5 * Self.day))).count
        }
        var counts: [Int] = []
        for step in 0..<4 {
            _ = try ledger.commit(.make([.congestion(Int64(100 + step), .make(at: 20 * Self.day + Double(step)))]))
            counts.append(try await left())
        }
        #expect(counts == [64, 48, 40, 40])
    }

    @Test("Restoring after a crash writes nothing twice")
    func restore() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path)
        let effects: [Effect] = [
            .congestion(1, .make(at: 1)), .congestion(2, .make(at: 2, level: .yellow)), .scored(3, .make()),
            .scored(4, .make("TANTHANH")),
        ]
        _ = try ledger.commit(.make(effects, snapshot: .make()))
        let counts = try await ledger.rowCounts()
        let scores = try await ledger.forecastScores()
        try ledger.close()
        ledger = try Ledger(path: scratch.path)
        ledger.restore(effects)
        _ = try ledger.commit(.make([.congestion(5, .make(at: 3))]))
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI").map(\.at) == [time(1), time(2), time(3)])
        #expect(try await ledger.events(after: 0).map(\.sequence) == [1, 2, 5])
        #expect(try await ledger.forecastScores() == scores)
        #expect(try await ledger.rowCounts()["gate_congestion"] == (counts["gate_congestion"] ?? 0) + 1)
        // A batch that was committed before cannot be committed again.
        #expect(throws: LedgerError.self) { try ledger.commit(.make(effects)) }
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI").count == 3)
        #expect(try await ledger.forecastScores() == scores)
    }

    @Test("A file of the version before has no history, and what comes is counted")
    func migration() async throws {
        let scratch = try Scratch()
        try Ledger.writeOlderFile(
            path: scratch.path, last: "0005-port",
            sql: """
                INSERT INTO event (sequence, at, kind, change, facility, json)
                    VALUES (1, \(time(0).milliseconds), 'gate-event', 'posted', 'HUUNGHI', '{}');
                """)
        let ledger = try Ledger(path: scratch.path)
        _ = try ledger.commit(.make([.congestion(2, .make(at: 30 * Self.day)), .scored(3, .make())]))
        #expect(try await ledger.events(after: 0).map(\.sequence) == [1, 2], "only congestion goes")
        #expect(try await ledger.congestionHistory(gate: "HUUNGHI").count == 1)
        try await expectCounted(ledger)
    }

    private func expectCounted(_ ledger: Ledger) async throws {
        for table in ["event", "gate_congestion", "forecast_score"] {
            let rows = try await ledger.rowCounts()[table] ?? -1
            #expect(try ledger.column("SELECT count(*) FROM \(table)") == [String(rows)], "\(table)")
        }
    }
}
