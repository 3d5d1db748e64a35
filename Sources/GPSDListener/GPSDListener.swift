public import Customs
import Dispatch
import Foundation
public import Logging

/// Receives the positions of all devices of one gpsd daemon, on its own thread.
///
/// Each TPV line becomes one envelope with the line's bytes as they came; decoding, and which device is which seal, is
/// another's work. It reconnects by itself, also where the daemon has fallen silent.
public final class GPSDListener: Sendable {
    /// What it was made with.
    public let configuration: GPSDConfiguration

    private let intake: any Intake
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let backoff: Backoff
    private let shared = SharedState()
    private let thread = DispatchGroup()

    /// - Parameters:
    ///   - intake: stores the batches; called on the daemon's thread, which waits for it. A batch that it could not
    ///     store is kept and offered again, because gpsd does not send twice.
    ///   - now: the clock that gives envelopes their received time.
    ///   - backoff: waiting times between connections, and between offers; half a second to 30 s by default.
    public init(
        configuration: GPSDConfiguration, intake: any Intake, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        backoff: Backoff = Backoff(jitter: { Double.random(in: 0..<1) })
    ) {
        self.configuration = configuration
        self.intake = intake
        self.now = now
        self.logger = logger
        self.backoff = backoff
    }

    deinit { shared.requestStop() }

    /// Starts the thread and returns at once; only the first call does anything, and none after `stop`.
    public func start() {
        guard shared.begin() else { return }
        thread.enter()
        let thread = Thread { [configuration, intake, now, logger, backoff, shared, thread] in
            let session = GPSDSession(
                configuration: configuration, intake: intake, now: now, logger: logger, backoff: backoff,
                shared: shared)
            session.run()
            thread.leave()
        }
        thread.name = "gpsd \(configuration.daemon)"
        thread.start()
    }

    /// Hands over what was received, disconnects, and waits for the thread to end.
    ///
    /// - Returns: false where the thread has not ended within `timeoutSeconds`; it then ends by itself as soon as the
    ///   intake or the network lets it.
    @discardableResult
    public func stop(timeoutSeconds: Double = 10) -> Bool {
        shared.requestStop()
        return thread.wait(timeout: .now() + timeoutSeconds) == .success
    }

    /// Whether the daemon has answered on the present connection.
    public var isConnected: Bool { shared.isConnected }

    /// Counters since the listener was made.
    public var statistics: GPSDStatistics { shared.statistics }
}
