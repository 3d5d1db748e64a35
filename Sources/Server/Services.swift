import Customs
import Foundation
import GPSDListener
import Logging
import MQTTListener
import MonitoringCentre
import ServiceLifecycle
import Supervision
import Synchronization

/// Runs the pipeline's thread; at the end it stores what waits and a snapshot.
struct PipelineService: Service {
    let pipeline: Pipeline
    let failure: FailureBox

    func run() async throws {
        let finished = AsyncStream<PipelineFailure?>.makeStream()
        let thread = Thread { [pipeline] in
            finished.continuation.yield(pipeline.run())
            finished.continuation.finish()
        }
        thread.name = "pipeline"
        thread.stackSize = 8 << 20
        thread.start()
        let result = await withGracefulShutdownHandler {
            await finished.stream.first { _ in true } ?? nil
        } onGracefulShutdown: {
            pipeline.queue.close()
        }
        if let result {
            failure.set(result)
            throw result
        }
        try pipeline.writeSnapshot()
    }
}

/// Runs the HTTP server; its error names the address.
struct WebService: Service {
    let application: any Service
    let hub: EventHub
    let address: String

    func run() async throws {
        try await withGracefulShutdownHandler {
            do {
                try await application.run()
            } catch {
                throw StartFailure(description: "cannot listen on http \(address): \(error)")
            }
        } onGracefulShutdown: {
            hub.close()
        }
    }
}

/// Why a part of the server could not start.
public struct StartFailure: Error, CustomStringConvertible, Sendable {
    public let description: String
}

/// Lets time pass for the pipeline, and sends acknowledgements that are due.
struct TickService: Service {
    let pipeline: Pipeline
    let clock: ServerClock
    let acknowledger: Acknowledger

    static let interval = Duration.milliseconds(200)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                tick()
                try? await Task.sleep(for: Self.interval)
            }
        }
        acknowledger.sendDue(at: ProcessInfo.processInfo.systemUptime + Acknowledger.secondsBetween)
    }

    private func tick() {
        let now = clock.now
        // A simulated clock ticks with its own messages, so that a run in real time ends as the replay does.
        if !clock.isSimulated, let due = pipeline.read(\.nextDeadline), due <= now {
            pipeline.enqueue([Envelope(source: .tick, receivedAt: now)]) { _ in }
        }
        acknowledger.sendDue(at: ProcessInfo.processInfo.systemUptime)
    }
}

/// Runs the listeners' threads; they are the first to stop.
struct ListenerService: Service {
    let mqtt: [MQTTListener]
    let gpsd: [GPSDListener]

    func run() async throws {
        for listener in mqtt { listener.start() }
        for listener in gpsd { listener.start() }
        try? await gracefulShutdown()
        // Stopping blocks until the batch in hand is answered; not on a thread that others need.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [mqtt, gpsd] in
                for listener in gpsd { _ = listener.stop() }
                for listener in mqtt { _ = listener.stop() }
                continuation.resume()
            }
        }
    }
}

/// The first failure of a service, for the exit status.
final class FailureBox: Sendable {
    private let stored = Mutex<PipelineFailure?>(nil)

    var value: PipelineFailure? { stored.withLock { $0 } }

    func set(_ failure: PipelineFailure) { stored.withLock { $0 = $0 ?? failure } }
}
