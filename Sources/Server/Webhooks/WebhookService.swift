package import Customs
package import Ledger
package import Logging
import ServiceLifecycle

/// Posts what was published to the configured receivers, each at its own pace.
///
/// The ledger's events are the outbox, and a receiver is a place in it: what is not delivered survives restarts, and
/// one that is away costs nothing.
package struct WebhookService: Service {
    /// Between two transactions that store how far all have come: a crash sends again what was sent in this time.
    private static let secondsBetweenStores = 1.0

    private struct Receiver: Sendable {
        var outbox: OutboxReceiver
        var progress: WebhookProgress
    }

    private let receivers: [Receiver]
    private let ledger: Ledger
    private let lastAtStart: Int64
    private let makePoster: @Sendable () -> any WebhookPoster
    private let time: WebhookTime
    private let logger: Logger
    private let changes: AsyncStream<Void>

    /// Finds where every receiver stands; a new one begins with what comes next.
    ///
    /// - Parameter others: receivers that are not reached over HTTP.
    /// - Throws: `LedgerError`.
    package init(
        _ targets: [WebhookTarget], others: [OutboxReceiver] = [], ledger: Ledger, logger: Logger,
        time: WebhookTime = .machine,
        poster: @escaping @Sendable () -> any WebhookPoster = { HTTPWebhookPoster() }
    ) throws {
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let all = targets.map(OutboxReceiver.init) + others
        let (cursors, last) = try ledger.openWebhooks(all.map(\.name))
        receivers = zip(all, cursors).map { outbox, cursor in
            Receiver(outbox: outbox, progress: WebhookProgress(cursor) { change.yield() })
        }
        self.ledger = ledger
        lastAtStart = last
        makePoster = poster
        self.time = time
        self.logger = logger
        self.changes = changes
    }

    /// Hears of what was committed; called on the pipeline's thread.
    package func note(_ effects: [Effect]) {
        for receiver in receivers {
            let count = effects.count { receiver.outbox.selection.contains($0.kind) }
            if count > 0 { receiver.progress.add(waiting: count) }
        }
    }

    /// How every receiver does, by its name.
    package var counts: [(name: String, counts: WebhookProgress.Counts)] {
        receivers.map { ($0.outbox.name, $0.progress.counts) }
    }

    package func run() async throws {
        guard !receivers.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        let poster = makePoster()
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for receiver in receivers {
                    let sender = WebhookSender(
                        receiver: receiver.outbox, progress: receiver.progress, ledger: ledger,
                        lastAtStart: lastAtStart, deliver: receiver.outbox.deliver(through: poster), time: time,
                        logger: logger)
                    group.addTask { await Self.run(sender) }
                }
                group.addTask {
                    for await _ in changes {
                        await store(atEnd: false)
                        try? await time.sleep(Self.secondsBetweenStores)
                    }
                }
            }
        }
        // In a task of its own, because this one may be cancelled and a cancelled one writes nothing.
        await Task { await store(atEnd: true) }.value
        await poster.close()
    }

    private static func run(_ sender: WebhookSender) async {
        var sender = sender
        await sender.run()
    }

    private func store(atEnd: Bool) async {
        let due = receivers.compactMap { receiver in
            receiver.progress.unstored(atEnd: atEnd).map { (progress: receiver.progress, cursor: $0) }
        }
        guard !due.isEmpty else { return }
        do {
            try await ledger.store(due.map(\.cursor))
            for (progress, cursor) in due { progress.didStore(cursor) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("cannot store how far the webhooks have come", metadata: ["error": "\(error)"])
        }
    }
}

extension WebhookService {
    func addMetrics(to text: inout PrometheusText) {
        func values(_ value: (WebhookProgress.Counts) -> Int) -> [(labels: [String: String], value: Double)] {
            counts.map { (["name": $0.name], Double(value($0.counts))) }
        }
        text.add(
            "vasscm_webhook_delivered_total", .counter, "Webhooks that their receiver took.", values(\.delivered))
        text.add(
            "vasscm_webhook_failed_total", .counter, "Attempts to deliver a webhook that failed.", values(\.failed))
        text.add(
            "vasscm_webhook_skipped_total", .counter,
            "Congestion that was not posted because a newer word on the gate waited.", values(\.skipped))
        text.add("vasscm_webhook_waiting", .gauge, "Events that wait to be posted.", values(\.waiting))
        text.add(
            "vasscm_webhook_disabled", .gauge, "Whether the receiver answered that it wants no more.",
            values { $0.isDisabled ? 1 : 0 })
    }
}
