import Customs
import Ledger
import Synchronization
import Testing

@Suite("Query plans")
struct PlanTests {
    private static let tables = [
        "visit", "clearance_decision", "clearance_container", "manifest", "outage", "gate_event", "transit",
        "rejection",
        "head", "event", "gate_congestion", "forecast_score",
    ]

    /// The plan of every statement that `body` runs, by statement: of reads, or of those that begin with `words`.
    private func plans(
        of words: [String] = ["SELECT", "WITH"], _ body: (Ledger) async throws -> Void
    ) async throws -> [String: [String]] {
        let scratch = try Scratch()
        let heard = StatementLog()
        let ledger = try Ledger(path: scratch.path) { heard.append($0) }
        // One row to find, so that the statements for each row found run too.
        _ = try ledger.commit(
            .make([
                .visit(1, .make()), .clearance(.make(2)), .transit(3, .make()),
                .gateEvent(4, .make("e", type: .discharge) { $0.event.call = "V1" }), .manifest(.make(5, ["A"])),
            ]))
        heard.clear()
        try await body(ledger)
        var plans: [String: [String]] = [:]
        for sql in heard.statements where words.contains(where: sql.hasPrefix) {
            plans[sql] = try ledger.plan(of: sql)
        }
        return plans
    }

    private func expectNoScan(_ plans: [String: [String]], except allowed: Set<String> = []) {
        #expect(!plans.isEmpty)
        for (sql, steps) in plans {
            for step in steps where step.hasPrefix("SCAN") {
                let words = step.split(separator: " ")
                let isTable = Self.tables.contains { words.contains(Substring($0)) } || step.contains("AS ")
                #expect(!isTable || allowed.contains(step), "\(step) in \(sql)")
            }
        }
    }

    @Test("A release check takes at most five statements, and none scans or sorts a table")
    func releaseCheck() async throws {
        let plans = try await plans { ledger in
            _ = try await ledger.releaseCheck(container: "MSKU1234565", facility: "VNHPH", at: time(100))
        }
        #expect(plans.count <= 5)
        expectNoScan(plans)
        let steps = plans.values.flatMap { $0 }
        #expect(steps.contains { $0.contains("SEARCH one USING PRIMARY KEY (container=? AND declaration=?)") })
        #expect(steps.contains { $0.contains("SEARCH visit USING PRIMARY KEY (container=? AND arrival<?)") })
        #expect(steps.contains { $0.contains("USING INDEX transit_container (container=? AND opened_at<?)") })
        // Only the few decisions found are put in order.
        #expect(steps.filter { $0.contains("TEMP B-TREE") }.count <= 1)
    }

    @Test("Stock of now and of a past moment walks its index in order")
    func stock() async throws {
        let plans = try await plans { ledger in
            var query = StockQuery(facility: "VNHPH")
            query.page.limit = 1
            _ = try await ledger.stock(query)
            query.container = "MSKU1234565"
            _ = try await ledger.stock(query)
            query.at = time(10)
            query.page.cursor = try await ledger.stock(query).next
            _ = try await ledger.stock(query)
        }
        expectNoScan(plans)
        for (sql, steps) in plans where sql.contains("INDEXED BY") {
            #expect(steps.count == 1, "\(steps)")
            #expect(steps[0].contains("USING COVERING INDEX visit_"), "\(steps)")
        }
    }

    @Test("Visits, clearances, manifests and outages are found by index")
    func lists() async throws {
        let plans = try await plans { ledger in
            _ = try await ledger.visits(container: "MSKU1234565")
            _ = try await ledger.outages(facility: "VNHPH")
            _ = try await ledger.clearance(declaration: "105000000001")
            _ = try await ledger.clearances(container: "MSKU1234565")
            _ = try await ledger.manifest(call: "V1")
        }
        #expect(plans.count >= 7)
        // Reading a manifest's discharges takes the index alone.
        #expect(
            plans.values.joined().contains {
                $0.contains("COVERING INDEX gate_event_discharge (call=? AND facility=?)")
            })
        expectNoScan(plans)
    }

    @Test("Equipment events walk one index a value, whichever filters there are, and only a container's are sorted")
    func equipmentEvents() async throws {
        func check(_ index: String, _ change: (inout EquipmentEventQuery) -> Void) async throws {
            let plans = try await plans { ledger in
                for isNewestFirst in [false, true] {
                    var query = EquipmentEventQuery()
                    query.isNewestFirst = isNewestFirst
                    (query.receivedFrom, query.receivedTo) = (time(0), time(1e6))
                    change(&query)
                    query.page.limit = 1
                    _ = try await ledger.equipmentEvents(query)
                }
            }
            expectNoScan(plans, except: ["SCAN json_each VIRTUAL TABLE INDEX 1:"])
            for (sql, steps) in plans where sql.contains("received_at >=") {
                #expect(steps.contains { $0.contains("\(index) ") }, "\(sql): \(steps)")
                let sorts = steps.contains { $0.contains("ORDER BY") }
                #expect(sorts == (index == "gate_event_container"), "\(sql): \(steps)")
            }
        }
        try await check("COVERING INDEX gate_event_type") { _ in }
        try await check("COVERING INDEX gate_event_type") { $0.types = [.discharge] }
        try await check("COVERING INDEX gate_event_received") { ($0.types, $0.facilities) = ([.discharge], ["VNHPH"]) }
        try await check("gate_event_booking") { ($0.bookings, $0.facilities) = (["B"], ["VNHPH"]) }
        try await check("gate_event_bill_of_lading") { ($0.billsOfLading, $0.types) = (["B"], [.discharge]) }
        try await check("gate_event_container") {
            ($0.containers, $0.billsOfLading, $0.facilities) = (["MSKU1234565"], ["B"], ["VNHPH"])
        }
    }

    @Test("Alerts are found by index, whichever filter there is, and never sorted")
    func alerts() async throws {
        func check(_ index: String, _ change: (inout AlertQuery) -> Void) async throws {
            let plans = try await plans { ledger in
                var query = AlertQuery()
                change(&query)
                _ = try await ledger.alerts(query)
            }
            let steps = plans.values.flatMap { $0 }
            #expect(steps.contains { $0.contains("INDEX \(index) ") }, "\(steps)")
            #expect(!steps.contains { $0.contains("TEMP B-TREE") || $0 == "SCAN alert" }, "\(steps)")
        }
        try await check("alert_acknowledged") { $0.acknowledged = false }
        try await check("alert_assignee") { $0.assignee = "lan" }
        try await check("alert_seal") { $0.seal = "S1" }
        try await check("alert_facility") { $0.facility = "VNHPH" }
    }

    @Test("The reporting table reads indexes alone")
    func reporting() async throws {
        let plans = try await plans { ledger in
            _ = try await ledger.reporting(
                ReportingQuery(fromDay: "2026-03-02", toDay: "2026-03-03", timeZone: "UTC"))
        }
        expectNoScan(plans)
        let steps = plans.values.joined()
        #expect(
            steps.contains {
                $0.contains("COVERING INDEX gate_event_received (facility=? AND received_at>? AND received_at<?)")
            })
        #expect(steps.contains { $0.contains("COVERING INDEX rejection_account (received_at>? AND received_at<?)") })
    }

    @Test("A gate's history walks its key, scores step from series to series, and what is old is found by index")
    func congestion() async throws {
        let plans = try await plans(of: ["SELECT", "DELETE", "UPDATE gate_congestion"]) { ledger in
            let old = (0..<3).map { Effect.congestion(Int64(10 + $0), .make(at: Double($0) * 60)) }
            _ = try ledger.commit(.make(old + [.scored(20, .make())]))
            _ = try ledger.commit(.make([.congestion(21, .make(at: 30 * 86_400)), .scored(22, .make(made: 9e6))]))
            _ = try await ledger.congestionHistory(gate: "HUUNGHI", range: TimeRange(from: time(0)), limit: 10)
            _ = try await ledger.forecastScores()
            _ = try await ledger.forecastScores(gate: "HUUNGHI")
        }
        expectNoScan(plans)
        #expect(plans.keys.contains { $0.hasPrefix("DELETE FROM event") })
        #expect(plans.keys.contains { $0.hasPrefix("DELETE FROM forecast_score") })
        #expect(plans.keys.contains { $0.hasPrefix("UPDATE gate_congestion") })
        let steps = plans.values.flatMap { $0 }
        #expect(steps.contains { $0.contains("INDEX event_congestion (facility=? AND at<?)") })
        #expect(steps.contains { $0.contains("gate_congestion_unthinned (gate=? AND at<?)") })
        // Only the few rows of one hour are put in order, to find the gravest.
        #expect(plans.values.flatMap { $0.filter { $0.contains("TEMP B-TREE") } }.count == 1, "\(plans)")
    }
}

/// The statements that a ledger ran.
private final class StatementLog: Sendable {
    private let log = Mutex<[String]>([])

    var statements: [String] { log.withLock { $0 } }

    func append(_ sql: String) { log.withLock { $0.append(sql) } }

    func clear() { log.withLock { $0.removeAll() } }
}
