import CMosquitto
import Customs
import Foundation
import Logging

/// One broker's session, on its own thread: connect, receive, store, acknowledge; again after each loss.
///
/// Why it acknowledges only what is stored: after `mosquitto_threaded_set(true)` libmosquitto only queues PUBACKs, and
/// `mosquitto_loop_write` alone sends them. So nothing here may call `mosquitto_loop_write` between reading a message
/// and the return of `Intake.take`: `flush` is called with an empty batch only. A queue that must not leave dies with its
/// connection: the socket is shut down, and `mosquitto_connect_async` discards all packets before it opens a new one.
final class MQTTSession {
    /// Why a connection ended.
    enum Ending {
        case stopped
        case failed(String)
    }

    let configuration: MQTTConfiguration
    let logger: Logger
    let mailbox: Mailbox
    private let intake: any Intake
    private let now: () -> Timestamp
    private var backoff: Backoff

    /// Made at the first connection and kept, because it holds what we published at QoS 1 until it is acknowledged.
    var client: OpaquePointer?
    private var batch: [Envelope] = []
    private var batchBytes = 0
    /// What was read in this turn and handed over already, and is perhaps not yet stored.
    private var handedOver = 0
    private var handedOverBytes = 0
    private let pending = PendingBatches()
    /// Messages of the last turn that had any.
    private var lastTurnMessages = 0
    private var topics = TopicCache()
    private let broker: String

    /// The broker accepted this connection.
    var isAccepted = false
    /// Why the broker did not accept this connection.
    var refusal: String?
    /// What libmosquitto last said about an error, for failures that its return code does not explain (TLS).
    var complaint: String?
    var wasEverAccepted = false
    /// Topic filters by the number of their SUBSCRIBE.
    var pendingSubscriptions: [Int32: String] = [:]
    /// Numbers of our messages that the broker has yet to acknowledge.
    var unacknowledged: Set<Int32> = []
    /// Who waits for their acknowledgement.
    var awaited: [Int32: @Sendable () -> Void] = [:]

    init(
        configuration: MQTTConfiguration, intake: any Intake, now: @escaping () -> Timestamp, logger: Logger,
        backoff: Backoff, mailbox: Mailbox
    ) {
        self.configuration = configuration
        self.intake = intake
        self.now = now
        self.logger = logger
        self.backoff = backoff
        self.mailbox = mailbox
        broker = configuration.broker
    }

    func run() {
        var attempts = 0
        while !mailbox.isStopping {
            if attempts > 0 { mailbox.count { $0.reconnects += 1 } }
            attempts += 1
            let before = mailbox.statistics.batches
            let started = Self.monotonicSeconds
            let ending = connectAndServe()
            let lasted = Self.monotonicSeconds - started
            if isAccepted {
                mailbox.isConnected = false
                mailbox.count { $0.disconnects += 1 }
            }
            guard case .failed(let reason) = ending, !mailbox.isStopping else { break }
            // A connection that is accepted and ends at once (another client with our id) is no success.
            if mailbox.statistics.batches > before || isAccepted && lasted > Limits.provenSeconds { backoff.reset() }
            let delay = backoff.next()
            logger.warning(
                "MQTT \(broker): \(reason); next attempt in \(Int(delay * 1000)) ms (failure \(backoff.failures))")
            pause(seconds: delay)
        }
        if let client { mosquitto_destroy(client) }
        client = nil
        logger.info("MQTT \(broker): stopped")
    }

    // MARK: - A message arrived

    /// Called for each message, inside `mosquitto_loop_read`.
    func receive(_ message: mosquitto_message) {
        guard let topic = message.topic else { return }
        let body = [UInt8](UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen)))
        batchBytes += body.count
        batch.append(
            Envelope(source: .mqtt(broker: broker, topic: topics.string(topic)), receivedAt: now(), body: body))
    }

    // MARK: - One connection

    private func connectAndServe() -> Ending {
        isAccepted = false
        refusal = nil
        complaint = nil
        pendingSubscriptions.removeAll()
        discardBatch()
        if let problem = makeClientIfNeeded() { return .failed(problem) }
        guard let client else { return .failed("no client") }
        observeLog(of: client, true)
        let code = mosquitto_connect_async(
            client, configuration.host, Int32(configuration.port), Int32(configuration.keepAliveSeconds))
        if code != MOSQ_ERR_SUCCESS.code { return .failed("cannot connect: \(explain(code))") }
        return serve(client)
    }

    /// The loop; the queue of `client` holds no PUBACK of a message that is not stored whenever a turn begins.
    private func serve(_ client: OpaquePointer) -> Ending {
        let deadline = Self.monotonicSeconds + Limits.acceptSeconds
        var hasMore = false
        while true {
            if mailbox.isStopping { return finish(client) }
            if !isAccepted, Self.monotonicSeconds > deadline {
                drop(client)
                return .failed("no answer within \(Int(Limits.acceptSeconds)) s")
            }
            let ready = waitForWork(client, milliseconds: hasMore ? 0 : Limits.turnMilliseconds)
            var code = flush(client)
            if code == MOSQ_ERR_SUCCESS.code, hasMore || canRead(ready) {
                let wasAccepted = isAccepted
                gatherUnderLoad()
                code = fillBatch(client)
                if isAccepted, !wasAccepted { noteAcceptance(client) }
            }
            let readErrno = errno
            // Also after a broken connection: what came is evidence, and at QoS 0 it comes only once.
            let isFull = isBatchFull
            if let failure = storeBatch() {
                drop(client)
                return .failed("could not store a batch, the broker will deliver it again: \(failure)")
            }
            if code == MOSQ_ERR_SUCCESS.code {
                hasMore = publishOutgoing(client) || isFull
                code = flush(client)
                if code == MOSQ_ERR_SUCCESS.code { code = mosquitto_loop_misc(client) }
                if code != MOSQ_ERR_SUCCESS.code { return .failed(explain(code)) }
            } else {
                return .failed(explain(code, errno: readErrno))
            }
            if !isAccepted { pauseForHandshake(ready) }
        }
    }

    /// Under load a transaction costs more than its messages: a moment's wait lets more of them share the next one.
    private func gatherUnderLoad() {
        if lastTurnMessages > Limits.loadedMessages { usleep(Limits.gatherMicroseconds) }
    }

    private func noteAcceptance(_ client: OpaquePointer) {
        observeLog(of: client, false)
        mailbox.isConnected = true
        mailbox.count { $0.connects += 1 }
        wasEverAccepted = true
    }

    private func canRead(_ ready: Int16) -> Bool {
        // A TLS handshake goes on in mosquitto_loop_read, also when it waits for writing.
        let handshake = configuration.tls != nil && !isAccepted ? POLLOUT : 0
        return Int32(ready) & (Int32(POLLIN | POLLHUP | POLLERR) | Int32(handshake)) != 0
    }

    private var isBatchFull: Bool {
        handedOver + batch.count >= configuration.batchMessages
            || handedOverBytes + batchBytes >= configuration.batchBytes
    }

    /// Reads until nothing more arrives or the batch is full.
    private func fillBatch(_ client: OpaquePointer) -> Int32 {
        while !isBatchFull {
            let count = batch.count
            let code = mosquitto_loop_read(client, 1)
            if code != MOSQ_ERR_SUCCESS.code || !isAccepted { return code }
            // errno cannot tell that the socket is empty: the library also sets it by writing to a pipe of its own,
            // once for each PUBACK. Asking the socket only after a read that gave nothing saves a call a message,
            // and empties TLS's own buffer, which poll cannot see.
            if batch.count == count, !Self.isReadable(mosquitto_socket(client)) { return code }
            // While more is read, what is here is being decoded and stored on the other side.
            if batch.count >= Limits.handOverMessages, !isBatchFull { handOver() }
        }
        return MOSQ_ERR_SUCCESS.code
    }

    /// Hands over what is left of the batch; returns once all of it is durable, or says why it is not.
    private func storeBatch() -> (any Error)? {
        if !batch.isEmpty { handOver() }
        guard handedOver > 0 else { return nil }
        let (messages, bytes) = (handedOver, handedOverBytes)
        lastTurnMessages = messages
        handedOver = 0
        handedOverBytes = 0
        if let failure = pending.waitForAll() {
            mailbox.count { $0.intakeFailures += 1 }
            return failure
        }
        mailbox.count { statistics in
            statistics.batches += 1
            statistics.messages += messages
            statistics.bytes += bytes
        }
        return nil
    }

    /// Gives what was read to the intake, and goes on.
    private func handOver() {
        let part = batch
        handedOver += part.count
        handedOverBytes += batchBytes
        discardBatch()
        pending.begin()
        intake.submit(part) { [pending] error in pending.end(error) }
    }

    private func discardBatch() {
        let capacity = batch.count
        batch = []
        batch.reserveCapacity(capacity)
        batchBytes = 0
    }

    /// Sends what is queued, as far as the socket takes it.
    private func flush(_ client: OpaquePointer) -> Int32 {
        precondition(batch.isEmpty && handedOver == 0, "an acknowledgement would leave before its message is stored")
        guard mosquitto_want_write(client) else { return MOSQ_ERR_SUCCESS.code }
        // Thousands of 4-byte PUBACKs in a few full segments, and none held back by Nagle's algorithm.
        let socket = mosquitto_socket(client)
        Self.setCork(socket, true)
        let code = mosquitto_loop_write(client, 1)
        // The library may have closed the socket; its number is then no longer ours.
        if mosquitto_socket(client) == socket { Self.setCork(socket, false) }
        return code
    }

    /// Says good-bye, so that the broker neither waits for us nor publishes a will.
    private func finish(_ client: OpaquePointer) -> Ending {
        guard isAccepted else {
            drop(client)
            return .stopped
        }
        while publishOutgoing(client), flush(client) == MOSQ_ERR_SUCCESS.code {}
        // The library closes its socket right behind the DISCONNECT. With messages unread in it, that would reset the
        // connection, and the broker would throw away PUBACKs it has not read yet. Our duplicate keeps it open.
        let kept = dup(mosquitto_socket(client))
        defer { if kept >= 0 { close(kept) } }
        mosquitto_disconnect(client)
        let deadline = Self.monotonicSeconds + Limits.farewellSeconds
        while mosquitto_socket(client) >= 0, Self.monotonicSeconds < deadline {
            guard flush(client) == MOSQ_ERR_SUCCESS.code, mosquitto_want_write(client) else { break }
            _ = Self.poll(mosquitto_socket(client), events: POLLOUT, wake: -1, milliseconds: 100)
        }
        if kept >= 0 { Self.awaitEnd(of: kept, until: deadline) }
        return .stopped
    }

    /// Ends the connection so that nothing queued can leave any more.
    private func drop(_ client: OpaquePointer) {
        let socket = mosquitto_socket(client)
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Moves waiting messages to the connection; true where more could follow at once.
    private func publishOutgoing(_ client: OpaquePointer) -> Bool {
        // A connection that is slow to take what it has gets no more; the bounded queue is the one that fills.
        guard isAccepted, !hasBacklog(client) else { return false }
        let (messages, hasMore) = mailbox.takeOutgoing(
            maximum: Limits.publishesPerTurn, acknowledgements: Limits.unacknowledged - unacknowledged.count)
        for message in messages { publish(message, client) }
        return hasMore
    }

    private func hasBacklog(_ client: OpaquePointer) -> Bool {
        mosquitto_want_write(client) && !Self.isWritable(mosquitto_socket(client))
    }
}
