import Customs
import Foundation
import Ledger
import Testing

@Suite("Searching the ledger")
struct SearchTests {
    private func transit(_ number: Int) -> Transit {
        let opened = Timestamp(milliseconds: 1_772_409_600_000 + Int64(number) * 1000)
        let order = TransitOrder(
            container: "MSKU\(1_000_000 + number)", seal: "VN-SEAL \(number)", declaration: "D\(number)x",
            origin: "VNHPH", destination: "HUUNGHI", deadline: opened, plate: "51c-\(number).00")
        return Transit(order: order, id: "T\(number)", openedAt: opened, openedBy: "officer")
    }

    private func filled(_ ledger: Ledger, _ count: Int) throws {
        var batch = CommitBatch()
        batch.effects = (0..<count).map {
            Effect(sequence: Int64($0 + 1), at: transit($0).openedAt, kind: .transit(transit($0)))
        }
        _ = try ledger.commit(batch)
    }

    @Test("A transit is found by any part of its id, container, seal, declaration and plate, newest first")
    func parts() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        try filled(ledger, 30)
        for part in ["T17", "U1000017", "NSEAL17", "D17X", "51C1700"] {
            #expect(try await ledger.transits(matching: part, limit: 5).map(\.transit) == ["T17"], "\(part)")
        }
        #expect(try await ledger.transits(matching: "MSKU", limit: 3).map(\.transit) == ["T29", "T28", "T27"])
        #expect(try await ledger.transits(matching: "%", limit: 3).isEmpty)
        #expect(try await ledger.transits(matching: "", limit: 3).isEmpty)
    }

    @Test(
        "Of 100,000 transits one that is not there is missed fast",
        .enabled(if: ProcessInfo.processInfo.environment["VASSCM_BENCHMARKS"] != nil))
    func speed() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        try filled(ledger, 100_000)
        let clock = ContinuousClock()
        for part in ["NOTTHERE", "T7", "00500"] {
            let taken = try await clock.measure { _ = try await ledger.transits(matching: part, limit: 20) }
            print("\(part) among 100,000 transits: \(taken)")
        }
    }
}
