import Customs
import Ledger
import Testing

@Suite("Stock and visits")
struct StockTests {
    private func all(_ ledger: Ledger, _ query: StockQuery, limit: Int = 1000) async throws -> [StockItem] {
        try await pages(limit: limit) { page in
            var query = query
            query.page = page
            return try await ledger.stock(query)
        }
    }

    @Test("Stock pages by container, only what stands there now, in the one facility", arguments: [1, 3, 1000])
    func now(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let visits = (0..<20).map { (number: Int) -> Visit in
            .make(
                "C\(10 + number)", facility: number % 4 == 0 ? "VNHNG" : "VNHPH", from: Double(100 - number),
                to: number % 3 == 0 ? 500 : nil)
        }
        _ = try ledger.commit(.make(visits.enumerated().map { .visit(Int64($0 + 1), $1) }))
        let items = try await all(ledger, StockQuery(facility: "VNHPH"), limit: limit)
        let expected = visits.filter { $0.facility == "VNHPH" && $0.departure == nil }
        #expect(items.map(\.container) == expected.map(\.container))
        #expect(items.map(\.since) == expected.map(\.arrival.time))
        #expect(items.allSatisfy { !$0.allowed && $0.reasons.map(\.code) == [.noClearance] && $0.status == nil })
        #expect(items.first?.seals == ["S1", "S2"])
        #expect(items.first?.lateness == 60)
        var one = StockQuery(facility: "VNHPH")
        one.container = expected[2].container
        #expect(try await all(ledger, one, limit: limit).map(\.container) == [expected[2].container])
        #expect(try await all(ledger, StockQuery(facility: "none"), limit: limit).isEmpty)
    }

    @Test("Stock of a past moment is what stood there then, arrival included and departure not", arguments: [1, 1000])
    func past(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let visits = [
            Visit.make("A", from: 10, to: 20), .make("A", from: 30, to: 40), .make("B", from: 15), .make("C", from: 35),
        ]
        _ = try ledger.commit(.make(visits.enumerated().map { .visit(Int64($0 + 1), $1) }))
        let expected: [(Double, [String])] = [
            (9.999, []), (10, ["A"]), (15, ["A", "B"]), (19.999, ["A", "B"]), (20, ["B"]), (30, ["A", "B"]),
            (39, ["A", "B", "C"]), (40, ["B", "C"]), (1e6, ["B", "C"]),
        ]
        for (seconds, containers) in expected {
            var query = StockQuery(facility: "VNHPH")
            query.at = time(seconds)
            #expect(try await all(ledger, query, limit: limit).map(\.container) == containers, "at \(seconds)")
        }
        #expect(try await all(ledger, StockQuery(facility: "VNHPH"), limit: limit).map(\.container) == ["B", "C"])
    }

    @Test("Only what may leave fills its pages, by the decisions of the moment", arguments: [1, 4, 1000])
    func eligible(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let numbers = (10..<40).map { "C\($0)" }
        let released = numbers.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        let held = Array(released.prefix(2))
        _ = try ledger.commit(
            .make(
                numbers.enumerated().map { .visit(Int64($0 + 1), .make($1, from: 5)) } + [
                    .clearance(.make(50, "D1", released, at: 100)),
                    .clearance(.make(51, "D2", held, .held, at: 200, reason: "papers")),
                ]))
        var query = StockQuery(facility: "VNHPH")
        query.isEligibleOnly = true
        #expect(try await all(ledger, query, limit: limit).map(\.container) == Array(released.dropFirst(2)))
        query.at = time(150)
        let then = try await all(ledger, query, limit: limit)
        #expect(then.map(\.container) == released)
        #expect(then.allSatisfy { $0.status == .released && $0.declaration == "D1" && $0.allowed })
        query.at = time(99)
        #expect(try await all(ledger, query, limit: limit).isEmpty)
        query = StockQuery(facility: "VNHPH")
        query.container = held[0]
        let item = try #require(try await ledger.stock(query).items.first)
        #expect(item.status == .held)
        #expect(!item.allowed)
        #expect(item.reasons.map(\.code) == [.held])
        #expect(item.reasons.first?.message.contains("papers") == true)
    }

    @Test("A page that would cost too much ends early, and its cursor goes on to the end")
    func boundedPages() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let numbers = (100_000..<112_000).map { "C\($0)" }
        let released = ["C100003", "C111999"]
        _ = try ledger.commit(
            .make(
                numbers.enumerated().map { .visit(Int64($0 + 1), .make($1)) } + [
                    .clearance(.make(20_000, "D1", released))
                ]))
        var query = StockQuery(facility: "VNHPH")
        query.isEligibleOnly = true
        var found: [String] = []
        var count = 0
        repeat {
            let page = try await ledger.stock(query)
            found += page.items.map(\.container)
            query.page.cursor = page.next
            count += 1
        } while query.page.cursor != nil && count < 10
        #expect(found == released)
        #expect(count == 3)
    }

    @Test("A stay is replaced by its key, removed by it, and listed newest first")
    func changes() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let first = Visit.make(from: 10)
        let left = Visit.make(from: 10, to: 50)
        let other = Visit.make(facility: "VNHNG", from: 70)
        _ = try ledger.commit(.make([.visit(1, first), .visit(2, left), .visit(3, other), .visit(4, .make(from: 60))]))
        #expect(try await ledger.visits(container: "MSKU1234565") == [other, .make(from: 60), left])
        _ = try ledger.commit(.make([.visit(5, .make(from: 60), isRemoved: true)]))
        #expect(try await ledger.visits(container: "MSKU1234565") == [other, left])
        #expect(try await ledger.visits(container: "none").isEmpty)
        _ = try ledger.commit(.make((0..<150).map { .visit(Int64($0 + 10), .make("X", from: Double($0), to: 200)) }))
        #expect(
            try await ledger.visits(container: "X").map(\.arrival.time)
                == (50..<150).reversed().map { time(Double($0)) })
    }

    @Test("A cursor of another list is refused")
    func badCursor() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var query = StockQuery(facility: "VNHPH")
        query.page.cursor = "eyJsIjoiYSJ9"
        await #expect(throws: LedgerError.badCursor("eyJsIjoiYSJ9")) { try await ledger.stock(query) }
    }
}
