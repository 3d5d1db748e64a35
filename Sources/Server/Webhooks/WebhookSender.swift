import Customs
import Foundation
package import Ledger
package import Logging

/// Sends one receiver's events in the ledger's order, each until it is delivered.
package struct WebhookSender: Sendable {
    /// What one look into the outbox came to.
    private enum Turn {
        case idle, sent, stopped, gone
        /// With the seconds that the receiver asks to be left alone.
        case failed(Double?)
    }

    /// When the server stops, an attempt that is under way has this much longer: most are answered then, and need not
    /// be made again.
    private static let secondsAtEnd = 2.0
    private static let errorCharacters = 200

    let receiver: OutboxReceiver
    let progress: WebhookProgress
    private let ledger: Ledger
    private let lastAtStart: Int64
    private let deliver: OutboxReceiver.Deliver
    private let time: WebhookTime
    private let logger: Logger
    private var backoff: Backoff
    private var coalescedThrough: Int64 = 0

    /// - Parameter lastAtStart: the last event before the pipeline ran: what comes later is told to `progress`.
    package init(
        receiver: OutboxReceiver, progress: WebhookProgress, ledger: Ledger, lastAtStart: Int64,
        deliver: @escaping OutboxReceiver.Deliver, time: WebhookTime, logger: Logger
    ) {
        self.receiver = receiver
        self.progress = progress
        self.ledger = ledger
        self.lastAtStart = lastAtStart
        self.deliver = deliver
        self.time = time
        var logger = logger
        logger[metadataKey: "webhook"] = "\(receiver.name)"
        self.logger = logger
        backoff = Backoff(initialSeconds: 1, maximumSeconds: receiver.maximumRetrySeconds, jitter: time.jitter)
    }

    /// Sends until it is cancelled, or the receiver wants nothing more.
    package mutating func run() async {
        await takeUp()
        var signals = progress.signals.makeAsyncIterator()
        while !Task.isCancelled {
            switch await turn() {
            case .idle:
                guard await signals.next() != nil else { return }
            case .sent: continue
            case .failed(let wish):
                try? await time.sleep(max(backoff.next(), wish ?? 0))
            case .stopped, .gone: return
            }
        }
    }

    /// Counts what waited already.
    private func takeUp() async {
        let cursor = progress.cursor
        do {
            let count = try await ledger.eventCount(receiver.selection, after: cursor.sequence, through: lastAtStart)
            progress.add(waiting: count)
            guard count > 0 || cursor.attempts > 0 else { return }
            let failure = cursor.failingSince.map { ", failing since \($0.rfc3339): \(cursor.lastError ?? "")" } ?? ""
            logger.info("delivery goes on where it was: \(count) events wait\(failure)")
        } catch {
            logFailure(of: error, "cannot count what waits to be delivered")
        }
    }

    /// Sends the next few events.
    private mutating func turn() async -> Turn {
        let page: OutboxPage
        do {
            page = try await ledger.outbox(
                receiver.selection, after: progress.cursor.sequence, coalescedThrough: coalescedThrough)
        } catch {
            guard !Task.isCancelled else { return .stopped }
            logFailure(of: error, "cannot read what is to be delivered")
            return .failed(nil)
        }
        coalescedThrough = page.coalescedThrough
        guard !page.items.isEmpty else {
            progress.passOver(through: page.through)
            return .idle
        }
        for item in page.items {
            guard !Task.isCancelled else { return .stopped }
            let result = await send(item)
            guard case .sent = result else { return result }
        }
        return .sent
    }

    private mutating func send(_ item: OutboxPage.Item) async -> Turn {
        let answer: WebhookAnswer
        do {
            answer = try await post(item.event)
        } catch {
            // Cut off by the server's own end, which says nothing of the receiver.
            guard !Task.isCancelled else { return .stopped }
            return fail(String("\(error)".prefix(Self.errorCharacters)), item, wish: nil)
        }
        if answer.isDelivered {
            let before = progress.cursor
            progress.didDeliver(item)
            backoff.reset()
            if before.attempts > 0 {
                logger.notice("the webhook delivers again", metadata: ["attempts": "\(before.attempts + 1)"])
            }
            return .sent
        }
        if answer.isGone {
            _ = progress.didFail("answered 410", at: time.now())
            progress.disable()
            logger.error("the receiver wants no more (410): nothing is posted to it until the server starts again")
            return .gone
        }
        let wish = answer.retryAfter.flatMap { RetryAfter.seconds($0, now: time.now()) }
        return fail("answered \(answer.status)", item, wish: wish)
    }

    private func fail(_ reason: String, _ item: OutboxPage.Item, wish: Double?) -> Turn {
        let isNew = progress.didFail(reason, at: time.now())
        logger.log(
            level: isNew ? .warning : .debug, "a webhook was not delivered; it is tried again",
            metadata: ["event": "\(item.event.sequence)", "reason": "\(reason)"])
        return .failed(wish)
    }

    private func post(_ event: LedgerEvent) async throws -> WebhookAnswer {
        let attempt = Task { [deliver, time] in try await deliver(event, time.now()) }
        return try await withTaskCancellationHandler {
            try await attempt.value
        } onCancel: { [time] in
            Task {
                try? await time.sleep(Self.secondsAtEnd)
                attempt.cancel()
            }
        }
    }

    private func logFailure(of error: any Error, _ message: Logger.Message) {
        guard !Task.isCancelled else { return }
        logger.error(message, metadata: ["error": "\(error)"])
    }
}
