import Customs
package import Ledger
import Synchronization

/// How far one receiver has come: the pipeline adds to it, its sender takes from it, and it is stored now and then.
package final class WebhookProgress: Sendable {
    /// What `/metrics` says.
    package struct Counts: Hashable, Sendable {
        package var delivered = 0
        package var failed = 0
        /// Congestion that a newer word made needless.
        package var skipped = 0
        package var waiting = 0
        package var isDisabled = false
    }

    private struct State {
        var cursor: WebhookCursor
        var stored: WebhookCursor
        var isDue = false
        var counts = Counts()
    }

    /// Events that nobody wants move the cursor too; that is stored only where it spares a long search.
    private static let storedDistance: Int64 = 10_000

    /// Speaks up when there may be something to send.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let changed: @Sendable () -> Void
    private let state: Mutex<State>

    /// - Parameter changed: is called when there is something to be stored.
    package init(_ cursor: WebhookCursor, changed: @escaping @Sendable () -> Void) {
        state = Mutex(State(cursor: cursor, stored: cursor))
        self.changed = changed
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package var cursor: WebhookCursor { state.withLock { $0.cursor } }

    package var counts: Counts {
        state.withLock { state in
            var counts = state.counts
            // What was just committed may be sent before it is counted.
            counts.waiting = max(counts.waiting, 0)
            return counts
        }
    }

    /// More is to be sent.
    func add(waiting count: Int) {
        state.withLock { $0.counts.waiting += count }
        signal.yield()
    }

    func didDeliver(_ item: OutboxPage.Item) {
        state.withLock { state in
            state.cursor = WebhookCursor(name: state.cursor.name, sequence: item.event.sequence)
            state.counts.delivered += 1
            state.counts.skipped += item.skipped
            state.counts.waiting -= 1 + item.skipped
            state.isDue = true
        }
        changed()
    }

    /// - Returns: whether the failure is a new one, or of another kind than before.
    func didFail(_ reason: String, at time: Timestamp) -> Bool {
        let isNew = state.withLock { state in
            let isNew = state.cursor.lastError != reason
            state.cursor.failingSince = state.cursor.failingSince ?? time
            state.cursor.attempts += 1
            state.cursor.lastError = reason
            state.counts.failed += 1
            state.isDue = true
            return isNew
        }
        changed()
        return isNew
    }

    /// Nothing up to `sequence` is wanted.
    func passOver(through sequence: Int64) {
        let isDue = state.withLock { state in
            state.cursor.sequence = max(state.cursor.sequence, sequence)
            if state.cursor.sequence - state.stored.sequence >= Self.storedDistance { state.isDue = true }
            return state.isDue
        }
        if isDue { changed() }
    }

    /// The receiver wants nothing more.
    func disable() { state.withLock { $0.counts.isDisabled = true } }

    /// What is to be stored; all that differs from what is stored already, where the server stops.
    func unstored(atEnd: Bool) -> WebhookCursor? {
        state.withLock { state in
            guard state.isDue || (atEnd && state.cursor != state.stored) else { return nil }
            return state.cursor
        }
    }

    func didStore(_ cursor: WebhookCursor) {
        state.withLock { state in
            state.stored = cursor
            state.isDue = state.isDue && state.cursor != cursor
        }
    }
}
