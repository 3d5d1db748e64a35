public import Customs
import NIOCore
import Synchronization

/// Hands what was committed to everyone who watches.
///
/// One ring of the last effects is everybody's buffer: a subscriber is a place in it, so a slow one costs no memory.
/// One that falls too far behind is dropped - its stream ends - and resumes with its `Last-Event-ID`. Publishing costs
/// the pipeline no more than putting effects into the ring: who watches is woken beside it, all at once and not more
/// often than the pace, so that they write the same bytes and a thousand of them do not cost a thousand writes a commit.
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
        /// Seconds between two times that the streams are woken; 0 wakes them at every commit. It grows by as much again
        /// for every `subscribersPerPace` streams.
        public var paceSeconds = 0.0
        public var subscribersPerPace = 500

        /// The limits of a server.
        public static var paced: Limits {
            var limits = Limits()
            limits.paceSeconds = 0.1
            return limits
        }

        /// The limits by default.
        public init() {}
    }

    private let state: Mutex<State>
    private let sleep: @Sendable (Duration) async -> Void

    /// A hub that starts after the ledger's sequence number `sequence`: what came before it is asked of the ledger.
    ///
    /// - Parameter sleep: waits for the pace.
    public init(
        after sequence: Int64 = 0, limits: Limits = Limits(),
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        state = Mutex(State(limits: limits, newest: sequence))
        self.sleep = sleep
    }

    /// Publishes the effects of one commit, in the order of their sequence numbers.
    public func publish(_ effects: [Effect]) {
        let wait = state.withLock { state in
            for effect in effects { state.append(effect) }
            return state.scheduleWake()
        }
        guard let wait else { return }
        Task { [weak self, sleep] in
            await sleep(wait)
            self?.state.withLock { $0.wakeSubscribers() }
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

    /// Streams that were ended because they fell behind or took nothing, since the start.
    public var droppedCount: Int { state.withLock { $0.dropped } }

    /// How many events the slowest stream has yet to take.
    public var backlog: Int { state.withLock { $0.backlog } }

    /// Opens a stream after the event `lastEventID`, or with what comes next.
    ///
    /// - Throws: `Unavailable` where there are too many, or where the hub is closed.
    package func subscribe(after lastEventID: Int64? = nil) throws -> Subscription {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (over, overContinuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (id, start) = try state.withLock { state in
            try state.subscribe(after: lastEventID) {
                continuation.yield()
            } finish: {
                continuation.finish()
                overContinuation.finish()
            }
        }
        continuation.yield()
        return Subscription(hub: self, id: id, start: start, signals: signals, over: over) { continuation.yield() }
    }

    func take(_ id: Int, limit: Int) -> StreamRun? { state.withLock { $0.take(id, limit: limit) } }

    func drop(_ id: Int) { state.withLock { $0.drop(id) } }

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
        /// Finishes when the stream is over, whoever is busy with `signals`.
        let over: AsyncStream<Void>
        private let hub: EventHub
        private let id: Int
        private let speakUp: @Sendable () -> Void

        init(
            hub: EventHub, id: Int, start: Start, signals: AsyncStream<Void>, over: AsyncStream<Void>,
            speakUp: @escaping @Sendable () -> Void
        ) {
            self.hub = hub
            self.id = id
            self.start = start
            self.signals = signals
            self.over = over
            self.speakUp = speakUp
        }

        deinit { hub.end(id) }

        /// The next events, at most `limit`, as they go over the wire; `nil` once the stream is over.
        package func take(limit: Int = 512) -> [[UInt8]]? { hub.take(id, limit: limit)?.frames }

        /// The same in one buffer that is shared with the other streams; empty where there is nothing new.
        func takeBuffer(limit: Int = 512) -> ByteBuffer? { hub.take(id, limit: limit)?.buffer }

        /// Makes `signals` speak up without an event.
        package func wake() { speakUp() }

        /// Closes the stream.
        package func end() { hub.end(id) }

        /// Closes a stream that takes nothing.
        func drop() { hub.drop(id) }
    }
}
