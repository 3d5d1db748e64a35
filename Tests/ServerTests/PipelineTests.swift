import Customs
import Foundation
import Geofencing
import Ledger
import Logging
import Server
import Supervision
import Testing

@Suite("The pipeline")
struct PipelineTests {
    private static let zones = ZoneIndex(zones: [
        Zone(
            id: "port", kind: .seaport, name: "Port", facility: "PORT",
            shape: .circle(center: Coordinate(latitude: 20.86, longitude: 106.68), radiusMeters: 500)),
        Zone(
            id: "gate", kind: .borderGate, name: "Gate", facility: "GATE",
            shape: .circle(center: Coordinate(latitude: 21.97, longitude: 106.71), radiusMeters: 500)),
    ])
    private static let start = Timestamp(milliseconds: 1_772_409_600_000)
    private static let officer = Account(name: "officer", role: .officer)

    /// A pipeline on a ledger, with its thread.
    private final class Run: Sendable {
        let pipeline: Pipeline
        private let ended = DispatchSemaphore(value: 0)

        init(ledger: Ledger, publish: @escaping @Sendable (Pipeline.Committed) -> Void = { _ in }) throws {
            let supervisor = try Recovery.recover(
                ledger, zones: PipelineTests.zones, rules: RuleBook(), logger: Logger(label: "test"))
            pipeline = Pipeline(
                supervisor: supervisor, ledger: ledger, clock: ServerClock(isSimulated: false, notBefore: .distantPast),
                metrics: ServerMetrics(), logger: Logger(label: "test"), publish: publish)
            Thread.detachNewThread { [self] in
                _ = pipeline.run()
                ended.signal()
            }
        }

        func take(_ envelopes: [Envelope]) async -> Result<[[Outcome]], PipelineFailure> {
            await withCheckedContinuation { continuation in
                pipeline.enqueue(envelopes) { continuation.resume(returning: $0) }
            }
        }

        func stop() async {
            pipeline.queue.close()
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { [self] in
                    ended.wait()
                    continuation.resume()
                }
            }
        }
    }

    private static func report(_ number: Int, state: String = "locked") -> Envelope {
        let received = start.advanced(bySeconds: Double(number) * 30)
        let body = """
            {"seq":\(number),"time":"\(received.rfc3339)","lat":20.\(80_000 + number * 7),"lon":106.6,"state":"\(state)"}
            """
        return Envelope(
            source: .mqtt(broker: "b", topic: "vasscm/v1/seals/S1/reports"), receivedAt: received,
            body: Array(body.utf8))
    }

    private static var openTransit: Envelope {
        let body = """
            {"transit":"T1","container":"CSQU3054383","seal":"S1","declaration":"103000000001","origin":"PORT",
            "destination":"GATE","startsAt":"\(start.rfc3339)","deadline":"\(start.advanced(bySeconds: 86_400).rfc3339)"}
            """
        return Envelope(
            source: .http(HTTPCall(method: "POST", path: "/v1/transits", account: officer)), receivedAt: start,
            body: Array(body.utf8))
    }

    /// A folder for one ledger, removed with it.
    private final class LedgerFolder: Sendable {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("vasscm-ledger-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: url) }

        var path: String { url.appendingPathComponent("vasscm.sqlite").path }
    }

    @Test("answers after the commit, in the order of what it was given")
    func answers() async throws {
        let folder = try LedgerFolder()
        let run = try Run(ledger: try Ledger(path: folder.path))
        let result = await run.take([Self.openTransit, Self.report(1), Self.report(1), Self.report(2)])
        let outcomes = try result.get().map { $0[0] }
        guard case .transit = outcomes[0], case .stored = outcomes[1], case .duplicate = outcomes[2],
            case .stored = outcomes[3]
        else {
            Issue.record("\(outcomes)")
            return
        }
        await run.stop()
    }

    @Test(
        "brought back from its ledger is in the same state, with and without a snapshot, and doubles nothing",
        arguments: [false, true])
    func recovery(withSnapshot: Bool) async throws {
        let folder = try LedgerFolder()
        let path = folder.path
        let first = try Run(ledger: try Ledger(path: path))
        _ = await first.take([Self.openTransit])
        for number in 1...300 {
            _ = await first.take([Self.report(number, state: number == 100 ? "tampered" : "locked")])
            if withSnapshot, number == 150 { try first.pipeline.writeSnapshot() }
        }
        let before = first.pipeline.read { try? $0.encoded() }
        await first.stop()

        let ledger = try Ledger(path: path)
        let second = try Run(ledger: ledger)
        #expect(second.pipeline.read { try? $0.encoded() } == before)
        // The broker delivers again what it did not hear the answer of.
        let again = await second.take([Self.report(300), Self.report(301)])
        #expect(try again.get().map { $0[0] }.first == .duplicate(sequence: 300))
        #expect(try await ledger.track(seal: "S1").map(\.sequence) == Array(1...301))
        #expect(try await ledger.alerts(AlertQuery()).items.count == 1)
        await second.stop()
    }

    @Test("publishes nothing and acknowledges nothing of a commit that failed, and takes no more")
    func failedCommit() async throws {
        let published = Published()
        let folder = try LedgerFolder()
        let ledger = try Ledger(path: folder.path)
        let run = try Run(ledger: ledger) { published.add($0.effects.count) }
        _ = await run.take([Self.report(1)])
        try ledger.close()
        guard case .failure(.ledger) = await run.take([Self.report(2)]) else {
            Issue.record("a commit without a ledger was answered")
            return
        }
        guard case .failure(.stopped) = await run.take([Self.report(3)]) else {
            Issue.record("a failed pipeline took more")
            return
        }
        #expect(published.count == 1)
    }

    private final class Published: @unchecked Sendable {
        private let lock = NSLock()
        private var total = 0

        var count: Int { lock.withLock { total } }
        func add(_ more: Int) { lock.withLock { total += more } }
    }
}
