import Customs
import Foundation
import Ledger
import Testing

/// Figures, not promises: run with VASSCM_BENCHMARKS=1 on a quiet machine.
@Suite("The ledger's speed", .serialized, .enabled(if: ProcessInfo.processInfo.environment["VASSCM_BENCHMARKS"] != nil))
struct SpeedTests {
    private let seals = (0..<7000).map { "VNSEAL\($0)" }

    @Test("A million reports of 7,000 seals: committed in batches of 2,000, folded again, and read")
    func million() async throws {
        let scratch = try Scratch()
        var ledger = try Ledger(path: scratch.path)
        let clock = ContinuousClock()
        let batches = (0..<500).map { batch($0) }
        var slowest = Duration.zero
        let committing = try clock.measure {
            for batch in batches {
                slowest = max(slowest, try clock.measure { _ = try ledger.commit(batch) })
            }
        }
        let snapshot = try clock.measure { _ = try ledger.commit(.make(snapshot: .make())) }
        var envelopes = 0
        let reading = try clock.measure {
            try ledger.forEachJournalRow(after: 0) { envelopes += $0.envelopes.count }
        }
        #expect(envelopes == 1_000_001)
        let opening = try clock.measure {
            try ledger.close()
            ledger = try Ledger(path: scratch.path)
        }
        let restoring = clock.measure { for batch in batches { ledger.restore(batch.effects) } }
        var points = 0
        let track = try await clock.measure { points = try await ledger.track(seal: "VNSEAL7").count }
        #expect(points == 143)
        let sizes = try ["", "-wal"].map { suffix in
            try FileManager.default.attributesOfItem(atPath: scratch.path + suffix)[.size] ?? 0
        }
        print(
            """
            1,000,000 reports: committed in \(committing), slowest batch \(slowest); snapshot with open blocks \
            \(snapshot); journal read in \(reading); opened in \(opening); restored in \(restoring); \
            a track in \(track); file and log \(sizes) bytes
            """)
        #expect(committing < .seconds(20))
        #expect(reading < .seconds(2))
    }

    @Test("Twenty seals send 20,000 reports each: blocks fill all the time")
    func blocks() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let clock = ContinuousClock()
        let batches = (0..<200).map { batch($0, seals: 20) }
        let committing = try clock.measure { for batch in batches { _ = try ledger.commit(batch) } }
        var count = 0
        let reading = try await clock.measure { count = try await ledger.track(seal: "VNSEAL3").count }
        #expect(count == 20_000)
        print("400,000 reports of 20 seals: committed in \(committing); a track of 20,000 points read in \(reading)")
    }

    private func batch(_ number: Int, seals count: Int = 7000) -> CommitBatch {
        var batch = CommitBatch()
        for index in number * 2000..<(number + 1) * 2000 {
            let seal = seals[index % count]
            let seconds = Double(index / count) * 30
            let position = Coordinate(latitude: 20 + Double(index % 9973) * 1e-4, longitude: 106 + seconds * 1e-5)
            batch.effects.append(
                .report(
                    Int64(index + 1), seal: seal, sequence: Int64(index / count), at: time(seconds),
                    position: position, container: "MSKU1234565", transit: "T1"))
            let body = """
                {"seq":\(index / count),"time":"\(time(seconds).rfc3339)","mode":3,"lat":\(position.latitude),\
                "lon":\(position.longitude),"speed":12.5,"track":87.25,"satellites":11,"battery":0.8125}
                """
            batch.envelopes.append(
                Envelope(
                    source: .mqtt(broker: "127.0.0.1:1883", topic: "vasscm/v1/seals/\(seal)/reports"),
                    receivedAt: time(seconds), body: Array(body.utf8)))
        }
        return batch
    }
}
