public import Customs
import Synchronization

/// Hands what was committed to everyone who watches.
///
/// One ring of the last effects is everybody's buffer: a subscriber is a place in it, so a slow one costs no memory.
/// One that falls too far behind is dropped - its stream ends - and resumes with its `Last-Event-ID`.
public final class EventHub: Sendable {
    /// The limits of a hub.
    public struct Limits: Sendable {
        /// Effects kept for those who resume.
        public var capacity = 65_536
        /// Effects that a subscriber may be behind the newest one, beyond what it asked to be resumed from.
        public var maximumLag = 16_384
        public var subscribers = 1024
        /// Seals whose last position is remembered for reports without a fix.
        public var seals = 200_000

        /// The limits by default.
        public init() {}
    }

    private let state: Mutex<State>

    /// A hub that starts after the ledger's sequence number `sequence`: what came before it is asked of the ledger.
    public init(after sequence: Int64 = 0, limits: Limits = Limits()) {
        state = Mutex(State(limits: limits, newest: sequence))
    }

    /// Publishes the effects of one commit, in the order of their sequence numbers.
    public func publish(_ effects: [Effect]) {
        state.withLock { state in
            for effect in effects { state.append(effect) }
            state.wakeSubscribers()
        }
    }

    /// Teaches the last positions of seals, which a hub learns by itself only from the reports it publishes.
    public func remember(_ seals: [SealStatus]) {
        state.withLock { state in
            for position in seals.lazy.compactMap(SealPosition.init) { state.remember(position) }
        }
    }

    /// Ends every stream, and every one that is opened later.
    public func close() {
        state.withLock { state in
            state.isClosed = true
            for id in Array(state.subscribers.keys) { state.end(id) }
        }
    }

    /// How many streams are open.
    public var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    /// How many events the slowest stream has yet to take.
    public var backlog: Int { state.withLock { $0.backlog } }

    /// Opens a stream after the event `lastEventID`, or with what comes next.
    ///
    /// - Throws: `Unavailable` where there are too many, or where the hub is closed.
    package func subscribe(after lastEventID: Int64? = nil) throws -> Subscription {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (id, start) = try state.withLock { try $0.subscribe(after: lastEventID, continuation) }
        continuation.yield()
        return Subscription(hub: self, id: id, start: start, signals: signals, continuation: continuation)
    }

    func take(_ id: Int, limit: Int) -> [StreamItem]? { state.withLock { $0.take(id, limit: limit) } }

    func end(_ id: Int) { state.withLock { $0.end(id) } }
}

extension EventHub {
    /// Where a stream begins.
    package enum Start: Sendable, Hashable {
        /// With what comes next.
        case live
        /// The ring held everything since the event that was named.
        case exact
        /// The ring did not: what was published after `after` and up to `through` is to be asked of the ledger.
        case behind(after: Int64, through: Int64)
    }

    /// One open stream; it ends when it is dropped.
    package final class Subscription: Sendable {
        package let start: Start
        /// Speaks up when there may be something to take; finishes when the stream is over.
        package let signals: AsyncStream<Void>
        private let hub: EventHub
        private let id: Int
        private let continuation: AsyncStream<Void>.Continuation

        init(
            hub: EventHub, id: Int, start: Start, signals: AsyncStream<Void>,
            continuation: AsyncStream<Void>.Continuation
        ) {
            self.hub = hub
            self.id = id
            self.start = start
            self.signals = signals
            self.continuation = continuation
        }

        deinit { hub.end(id) }

        /// The next events, at most `limit`, as they go over the wire; `nil` once the stream is over.
        package func take(limit: Int = 512) -> [[UInt8]]? {
            hub.take(id, limit: limit)?.compactMap { $0.frame }
        }

        /// Makes `signals` speak up without an event.
        package func wake() { continuation.yield() }

        /// Closes the stream.
        package func end() { hub.end(id) }
    }
}
