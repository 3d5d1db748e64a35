import Customs
import Ledger
import Testing

@Suite("Release checks and clearances")
struct ReleaseCheckTests {
    private let container = "MSKU1234565"

    @Test("A release allows, a hold under another declaration forbids, each from its moment on")
    func holds() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        func reasons(_ seconds: Double) async throws -> [ReleaseCheck.Reason.Code] {
            try await ledger.releaseCheck(container: container, facility: "VNHPH", at: time(seconds)).reasons.map(
                \.code)
        }
        _ = try ledger.commit(
            .make([
                .visit(1, .make(from: 5)), .clearance(.make(2, "D1", at: 10)),
                .clearance(.make(3, "D2", .held, at: 20)), .clearance(.make(4, "D3", .scan, at: 30)),
                .clearance(.make(5, "D2", .released, at: 40)), .clearance(.make(6, "D3", .revoked, at: 50)),
                .clearance(.make(7, "D1", .revoked, at: 60)), .clearance(.make(8, "D2", .inspection, at: 70)),
            ]))
        #expect(try await reasons(9) == [.noClearance])
        #expect(try await reasons(10) == [])
        #expect(try await reasons(20) == [.held])
        #expect(try await reasons(30) == [.held, .scan])
        #expect(try await reasons(40) == [.scan])
        #expect(try await reasons(50) == [])
        #expect(try await reasons(60) == [])
        #expect(try await reasons(70) == [.inspection])
        let check = try await ledger.releaseCheck(container: container, facility: "VNHPH", at: time(60))
        #expect(check.allowed)
        #expect(check.clearance?.declaration == "D2")
        #expect(check.notes.isEmpty)
    }

    @Test("A departure uses a release up, a transit under it carries it on, and later ones do not count before")
    func usedReleases() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        func codes(_ facility: String, _ seconds: Double) async throws -> [ReleaseCheck.Reason.Code] {
            try await ledger.releaseCheck(container: container, facility: facility, at: time(seconds)).reasons.map(
                \.code)
        }
        _ = try ledger.commit(
            .make([
                .visit(1, .make(from: 5, to: 100)), .clearance(.make(2, at: 10)),
                .visit(3, .make(facility: "DEPOT", from: 200)),
            ]))
        #expect(try await codes("VNHPH", 99) == [])
        #expect(try await codes("DEPOT", 250) == [.releaseUsed])
        // The factory's transits are under the same declaration, from VNHPH to VNHNG.
        _ = try ledger.commit(.make([.transit(4, .make(at: 50))]))
        #expect(try await codes("DEPOT", 250) == [])
        // At its end the way is over, whether its arrival was reported or not.
        #expect(try await codes("VNHNG", 300) == [.releaseUsed])
        _ = try ledger.commit(.make([.visit(5, .make(facility: "VNHNG", from: 400))]))
        #expect(try await codes("VNHNG", 500) == [.releaseUsed])
    }

    @Test("It agrees with the release rule on every fact, for random histories")
    func agreesWithTheRule() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var random = SystemRandomNumberGenerator()
        var effects: [Effect] = []
        var decisions: [String: [ClearanceDecision]] = [:]
        var visits: [String: [Visit]] = [:]
        let names = (0..<30).map { "C\($0)" }
        for sequence in 1...600 as ClosedRange<Int64> {
            let name = names[Int.random(in: 0..<30, using: &random)]
            if Bool.random(using: &random) {
                let decision = ClearanceDecision.make(
                    sequence, "D\(Int.random(in: 0..<4, using: &random))", [name],
                    ClearanceStatus.allCases.randomElement(using: &random) ?? .held, at: Double(sequence))
                decisions[name, default: []].append(decision)
                effects.append(.clearance(decision))
            } else {
                let visit = Visit.make(
                    name, facility: "F\(Int.random(in: 0..<3, using: &random))", from: Double(sequence),
                    to: Bool.random(using: &random) ? Double(sequence + 5) : nil)
                visits[name, default: []].append(visit)
                effects.append(.visit(sequence, visit))
            }
        }
        _ = try ledger.commit(.make(effects))
        for name in names {
            for at in stride(from: 0.0, through: 700, by: 50) {
                var expected = ReleaseRule.check(
                    container: name, facility: "F1", at: time(at),
                    facts: (decisions[name] ?? []).map(ClearanceFact.init), visits: visits[name] ?? [], legs: [])
                expected.sequence = 600
                let found = try await ledger.releaseCheck(container: name, facility: "F1", at: time(at))
                #expect(found == expected, "\(name) at \(at)")
            }
        }
    }

    @Test("The check says up to which sequence it sees, and sees what was committed before it")
    func sequence() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path)
        func check() async throws -> ReleaseCheck {
            try await ledger.releaseCheck(container: container, facility: "VNHPH", at: time(1e6))
        }
        #expect(try await check().sequence == 0)
        for round in 1...50 as ClosedRange<Int64> {
            let status: ClearanceStatus = round % 2 == 0 ? .held : .released
            _ = try ledger.commit(.make([.clearance(.make(round * 10, "D", [container], status, at: Double(round)))]))
            let found = try await check()
            #expect(found.sequence == round * 10)
            #expect(found.allowed == (status == .released))
        }
        let rejected = RejectionRecord(
            sequence: 777, receivedAt: start, source: "x", rejection: Rejection(.forbidden, "no"), bytes: [])
        _ = try ledger.commit(.make(rejections: [rejected]))
        try ledger.close()
        ledger = try Ledger(path: scratch.path)
        #expect(try await check().sequence == 777)
    }

    @Test("A declaration shows what holds for each container and every decision, oldest first")
    func declaration() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let decisions = [
            ClearanceDecision.make(1, "D", ["A", "B", "C"], .scan, at: 1),
            .make(2, "D", ["B"], .released, at: 2, reason: "scanned"), .make(3, "E", ["A"], .held, at: 3),
            .make(4, "D", ["C", "D"], .released, at: 4),
        ]
        _ = try ledger.commit(.make(decisions.map { .clearance($0) }))
        let record = try #require(try await ledger.clearance(declaration: "D"))
        #expect(record.history == [decisions[0], decisions[1], decisions[3]])
        #expect(
            record.containers == [
                .init(number: "A", status: .scan, since: time(1)),
                .init(number: "B", status: .released, since: time(2)),
                .init(number: "C", status: .released, since: time(4)),
                .init(number: "D", status: .released, since: time(4)),
            ])
        #expect(try await ledger.clearance(declaration: "none") == nil)
        #expect(try await ledger.clearances(container: "A") == [decisions[2], decisions[0]])
        #expect(try await ledger.clearances(container: "none").isEmpty)
        #expect(try await ledger.events(after: 0).isEmpty)
    }

    @Test("A history longer than its bound shows its newest decisions, and the state still rests on all")
    func longHistory() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let decisions = (1...1500).map { (number: Int) -> ClearanceDecision in
            .make(Int64(number), "D", ["A", "B\(number)"], number % 2 == 0 ? .held : .released, at: Double(number))
        }
        _ = try ledger.commit(.make(decisions.map { .clearance($0) }))
        let record = try #require(try await ledger.clearance(declaration: "D"))
        #expect(record.history == Array(decisions.suffix(1000)))
        #expect(record.containers.count == 1501)
        #expect(record.containers.first { $0.number == "B1" }?.status == .released)
        #expect(record.containers.first?.since == time(1500))
        #expect(try await ledger.clearances(container: "A") == decisions.suffix(1000).reversed())
    }

    @Test("A decision on thousands of containers is found for each, and its list is cut before it fills memory")
    func large() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let numbers = (0..<60_000).map { "C\(100_000 + $0)" }
        _ = try ledger.commit(.make((1...5).map { .clearance(.make($0, "D", numbers, at: Double($0))) }))
        #expect(try await ledger.clearances(container: "C159999").map(\.sequence) == [5, 4, 3])
        #expect(try await ledger.rowCounts()["clearance_container"] == 300_000)
        let check = try await ledger.releaseCheck(container: "C100000", facility: "VNHPH", at: time(10))
        #expect(check.allowed)
    }
}

extension ClearanceDecision {
    static func make(
        _ sequence: Int64, _ declaration: String, _ status: ClearanceStatus, at seconds: Double
    ) -> ClearanceDecision {
        make(sequence, declaration, ["MSKU1234565"], status, at: seconds)
    }
}
