public import Customs
import Dispatch
import Foundation
public import Logging

/// Receives from one MQTT broker on its own thread, and acknowledges each message only after the intake stored it.
///
/// It stays connected by itself: it reconnects with back-off, and the broker keeps its session meanwhile.
public final class MQTTListener: Sendable {
    /// What it was made with.
    public let configuration: MQTTConfiguration

    private let intake: any Intake
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let backoff: Backoff
    private let mailbox: Mailbox
    private let thread = DispatchGroup()

    /// - Parameters:
    ///   - intake: stores the batches; called on the connection's thread, which waits for it.
    ///   - now: the clock that gives envelopes their received time.
    ///   - backoff: waiting times between connections; half a second to 30 s by default.
    public init(
        configuration: MQTTConfiguration, intake: any Intake, now: @escaping @Sendable () -> Timestamp, logger: Logger,
        backoff: Backoff = Backoff(jitter: { Double.random(in: 0..<1) })
    ) {
        self.configuration = configuration
        self.intake = intake
        self.now = now
        self.logger = logger
        self.backoff = backoff
        mailbox = Mailbox(outgoingLimit: configuration.outgoingLimit)
    }

    deinit { mailbox.requestStop() }

    /// Starts the thread and returns at once; only the first call does anything, and none after `stop`.
    public func start() {
        guard mailbox.begin() else { return }
        thread.enter()
        let thread = Thread { [configuration, intake, now, logger, backoff, mailbox, thread] in
            let session = MQTTSession(
                configuration: configuration, intake: intake, now: now, logger: logger, backoff: backoff,
                mailbox: mailbox)
            session.run()
            thread.leave()
        }
        thread.name = "mqtt \(configuration.broker)"
        thread.start()
    }

    /// Finishes the batch in hand, acknowledges it, disconnects, and waits for the thread to end.
    ///
    /// - Returns: false where the thread has not ended within `timeoutSeconds`; it then ends by itself as soon as the
    ///   intake or the network lets it.
    @discardableResult
    public func stop(timeoutSeconds: Double = 10) -> Bool {
        mailbox.requestStop()
        return thread.wait(timeout: .now() + timeoutSeconds) == .success
    }

    /// Whether the broker has accepted the present connection.
    public var isConnected: Bool { mailbox.isConnected }

    /// Counters since the listener was made.
    public var statistics: MQTTStatistics { mailbox.statistics }

    /// Queues a message for publication and returns at once, from any thread.
    ///
    /// The queue outlives a lost connection. When it is full, its oldest message is dropped and counted.
    /// - Parameter retained: whether the broker keeps it for those who subscribe later, in place of the one before; an
    ///   empty payload takes that one away.
    /// - Parameter acknowledged: is called on the connection's thread when the broker has acknowledged a message at QoS 1;
    ///   never for one that was dropped or is lost with this process.
    public func publish(
        topic: String, payload: [UInt8], qos: MQTTQoS = .atMostOnce, retained: Bool = false,
        acknowledged: (@Sendable () -> Void)? = nil
    ) {
        mailbox.send(
            OutgoingMessage(
                topic: topic, payload: payload, qos: qos, isRetained: retained, acknowledged: acknowledged))
    }
}
