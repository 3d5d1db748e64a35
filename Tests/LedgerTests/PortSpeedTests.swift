import Customs
import Foundation
import Ledger
import Testing

/// Figures, not promises: run with VASSCM_BENCHMARKS=1 on a quiet machine.
@Suite(
    "The speed of the port side", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["VASSCM_BENCHMARKS"] != nil))
struct PortSpeedTests {
    private let stopwatch = ContinuousClock()
    private let facilities = (0..<50).map { "VN\($0)" }

    private func number(_ index: Int) -> String {
        let digits = String(index)
        return "MSKU" + String(repeating: "0", count: 7 - digits.count) + digits
    }

    /// The p50, p99 and longest of some measurements, in milliseconds.
    private func figures(_ durations: [Duration]) -> String {
        let sorted = durations.map { Double($0.components.attoseconds) / 1e15 + Double($0.components.seconds) * 1e3 }
            .sorted()
        let values = [sorted[sorted.count / 2], sorted[sorted.count * 99 / 100], sorted[sorted.count - 1]]
        return values.map { String(format: "%.3f", $0) }.joined(separator: " / ") + " ms (p50 / p99 / longest)"
    }

    @Test("A million containers known: clearances in thousands, release checks, stock")
    func million() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var sequence: Int64 = 0
        func next() -> Int64 {
            sequence += 1
            return sequence
        }
        // 100 declarations of 10,000 containers each, scattered over all numbers: the slowest case for the index.
        var puts: [Duration] = []
        for declaration in 0..<100 {
            let containers = (0..<10_000).map { number(($0 * 100 + declaration) % 1_000_000) }
            let batch = CommitBatch.make([.clearance(.make(next(), "D\(declaration)", containers))])
            puts.append(try stopwatch.measure { _ = try ledger.commit(batch) })
        }
        print("PUT of 10,000 clearances, 100 times, to 1,000,000 rows:", figures(puts))

        // 50,000 stand in the first facility, the others in the rest; every fifth has left.
        for start in stride(from: 0, to: 1_000_000, by: 10_000) {
            let visits = (start..<start + 10_000).map { index -> Effect in
                let facility = index % 20 == 0 ? facilities[0] : facilities[1 + index % 49]
                let left = index % 5 == 1 ? Double(index) + 5e6 : nil
                return .visit(next(), .make(number(index), facility: facility, from: Double(index), to: left))
            }
            _ = try ledger.commit(.make(visits))
        }

        try await read(ledger)
    }

    @Test("Gate events in bursts of a thousand, each with its visit, beside 200,000 containers that stand")
    func gateEvents() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var sequence: Int64 = 0
        func next() -> Int64 {
            sequence += 1
            return sequence
        }
        for start in stride(from: 0, to: 200_000, by: 10_000) {
            let visits = (start..<start + 10_000).map { index -> Effect in
                .visit(next(), .make(number(index), facility: facilities[index % 50], from: Double(index)))
            }
            _ = try ledger.commit(.make(visits))
        }
        var commits: [Duration] = []
        let before = clock()
        for start in stride(from: 0, to: 100_000, by: 1000) {
            var effects: [Effect] = []
            for index in start..<start + 1000 {
                let container = number(index * 7919 % 200_000)
                let at = 2e6 + Double(index)
                let facility = facilities[index % 50]
                effects.append(
                    .gateEvent(
                        next(),
                        .make("e\(index)", facility: facility, container: container, at: at) {
                            ($0.event.booking, $0.event.billOfLading) = ("B\(index / 10)", "L\(index / 10)")
                        }))
                effects.append(.visit(next(), .make(container, facility: facility, from: at)))
            }
            let batch = CommitBatch.make(effects)
            commits.append(try stopwatch.measure { _ = try ledger.commit(batch) })
        }
        print("Commit of 1,000 gate events with visits, 100 times:", figures(commits))
        let processor = Double(clock() - before) / Double(CLOCKS_PER_SEC) / Double(commits.count)
        print("of it processor time, each:", String(format: "%.0f ms", processor * 1e3))

        let days = ReportingQuery(fromDay: "2026-03-02", toDay: "2026-04-30", timeZone: "Asia/Ho_Chi_Minh")
        var rows = 0
        let reporting = try await stopwatch.measure { rows = try await ledger.reporting(days).count }
        print("Reporting, 60 days of 100,000 events, \(rows) rows:", figures([reporting]))
        var query = EquipmentEventQuery()
        query.page.limit = 1000
        var durations: [Duration] = []
        for _ in 0..<50 {
            durations.append(
                try await stopwatch.measure { query.page.cursor = try await ledger.equipmentEvents(query).next })
        }
        print("Equipment events, pages of 1,000:", figures(durations))
    }

    private func read(_ ledger: Ledger) async throws {
        var random = SystemRandomNumberGenerator()
        var checks: [Duration] = []
        for _ in 0..<20_000 {
            let container = number(Int.random(in: 0..<1_000_000, using: &random))
            checks.append(
                try await stopwatch.measure {
                    _ = try await ledger.releaseCheck(container: container, facility: "VN0", at: time(1e7))
                })
        }
        print("Release check, 20,000 of 1,000,000 containers:", figures(checks))

        for limit in [100, 1000] {
            for (name, at, isEligibleOnly) in [
                ("now", nil as Timestamp?, false), ("past", time(3e6), false), ("eligible", nil, true),
            ] {
                var query = StockQuery(facility: "VN0")
                (query.at, query.isEligibleOnly, query.page.limit) = (at, isEligibleOnly, limit)
                var durations: [Duration] = []
                var count = 0
                repeat {
                    var page = Page<StockItem>(items: [], next: nil)
                    durations.append(try await stopwatch.measure { page = try await ledger.stock(query) })
                    count += page.items.count
                    query.page.cursor = page.next
                } while query.page.cursor != nil
                print("Stock \(name), pages of \(limit), \(count) in all:", figures(durations))
            }
        }

    }
}
