import Customs
import Foundation
import Ledger
import Logging
import Server
import Synchronization
import TestSupport

/// A ledger of a test's own with senders on it; time never passes but is counted.
final class WebhookScene: Sendable {
    /// 32 bytes, written as a configuration has them.
    static let secret = "whsec_" + Data("0123456789abcdef0123456789abcdef".utf8).base64EncodedString()
    /// 2026-03-02T00:00:00Z.
    static let start = Timestamp(milliseconds: 1_772_409_600_000)

    let directory: URL
    let log = LogRecorder()
    private let waits = Mutex<[Double]>([])
    private let last = Mutex<Int64>(0)

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "vasscm-webhooks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// How long senders waited between attempts, and the second between two stores.
    var waited: [Double] { waits.withLock { $0 } }

    /// Opens the ledger, as a start does.
    func ledger() throws -> Ledger { try Ledger(path: directory.appending(path: "vasscm.sqlite").path) }

    static func target(
        _ name: String = "hook", _ url: String, events: Set<WebhookEvent> = [.congestion], gates: Set<String>? = nil,
        maximumRetrySeconds: Double = 300
    ) throws -> WebhookTarget {
        try WebhookTarget(
            name: name, url: url, events: events, gates: gates, secret: secret,
            maximumRetrySeconds: maximumRetrySeconds)
    }

    func service(
        _ targets: [WebhookTarget], others: [OutboxReceiver] = [], _ ledger: Ledger,
        poster: (@Sendable () -> any WebhookPoster)? = nil
    ) throws -> WebhookService {
        let time = WebhookTime(
            now: { Self.start },
            sleep: { [self] seconds in
                waits.withLock { $0.append(seconds) }
                try Task.checkCancellation()
                await Task.yield()
            },
            jitter: { 0 })
        return try WebhookService(
            targets, others: others, ledger: ledger, logger: Logger(label: "test") { [log] _ in log }, time: time,
            poster: poster ?? { HTTPWebhookPoster() })
    }

    /// Runs a service for as long as `body` takes, and stops it.
    func run(_ service: WebhookService, _ body: () async throws -> Void) async throws {
        let task = Task { try await service.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            _ = await task.result
            throw error
        }
        task.cancel()
        try await task.value
    }

    /// Publishes as the pipeline does: into the ledger, and then to the service.
    @discardableResult
    func publish(_ kinds: [Effect.Kind], _ ledger: Ledger, _ service: WebhookService? = nil) throws -> [Int64] {
        let first = last.withLock { last in
            defer { last += Int64(kinds.count) }
            return last + 1
        }
        var batch = CommitBatch()
        batch.effects = kinds.enumerated().map {
            Effect(sequence: first + Int64($0), at: Self.start.advanced(bySeconds: Double($0)), kind: $1)
        }
        _ = try ledger.commit(batch)
        service?.note(batch.effects)
        return batch.effects.map(\.sequence)
    }

    static func congestion(_ gate: String = "HUUNGHI", vehicles: Int = 10) -> Effect.Kind {
        var congestion = GateCongestion(at: start, gate: gate, kind: .borderGate, name: gate, nameVi: gate)
        congestion.vehiclesWaiting = vehicles
        return .congestion(congestion)
    }

    static func gateEvent(_ eventId: String, facility: String = "VNHPH") -> Effect.Kind {
        .gateEvent(
            GateEventRecord(
                event: GateEvent(
                    eventId: eventId, facility: facility, type: .gateIn, time: start, container: "CSQU3054383"),
                account: "port", receipt: Receipt(sequence: 1, receivedAt: start)))
    }
}
