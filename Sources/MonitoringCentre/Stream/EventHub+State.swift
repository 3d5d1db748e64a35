import Customs

extension EventHub {
    /// The ring, the subscribers' places in it and the last known positions. Places count up for ever.
    struct State {
        struct Subscriber {
            /// The place of the next item it takes.
            var next: Int
            /// What it resumes from does not count as being behind.
            let lagCountsFrom: Int
            let wake: @Sendable () -> Void
            let finish: @Sendable () -> Void
        }

        /// Runs that are kept for those who come to the same place: all who keep up come to the newest.
        private static let runsKept = 64

        let limits: Limits
        var subscribers: [Int: Subscriber] = [:]
        var isClosed = false
        /// Streams that were too slow.
        private(set) var dropped = 0
        private var ring: [StreamItem?]
        private var head = 0
        /// What came from here on is not told yet: the streams are woken for it together.
        private var told = 0
        private var isWakeScheduled = false
        /// By the place they begin at, and those places, oldest first.
        private var runs: [Int: StreamRun] = [:]
        private var runStarts: [Int] = []
        /// The sequence number of the newest effect, and of the newest that the ring does not hold any more.
        private var newest: Int64
        private var goneThrough: Int64
        private var lastKnown: [String: SealPosition] = [:]
        private var nextID = 0

        init(limits: Limits, newest: Int64) {
            self.limits = limits
            self.newest = newest
            goneThrough = newest
            ring = Array(repeating: nil, count: max(1, limits.capacity))
        }

        private var tail: Int { max(0, head - ring.count) }

        var backlog: Int { subscribers.values.map { head - $0.next }.max() ?? 0 }

        mutating func append(_ effect: Effect) {
            newest = effect.sequence
            let payload: StreamItem.Payload
            switch effect.kind {
            case .visit, .clearance, .manifest, .outage, .forecastScored, .zones:
                // The stream does not tell them: they would only push out of the ring what it does.
                return
            case .report(let stored):
                guard
                    let position = SealPosition(
                        report: stored.report, container: stored.container, transit: stored.transit,
                        lastKnown: lastKnown[stored.report.seal], isSuspect: stored.isSuspect)
                else { return }
                remember(position)
                payload = .position(position)
            case .zone, .transit, .alert, .gateEvent, .congestion:
                payload = .effect(effect)
            }
            let slot = head % ring.count
            if let old = ring[slot] { goneThrough = old.sequence }
            ring[slot] = StreamItem(sequence: effect.sequence, payload: payload)
            head += 1
        }

        /// Keeps the position with the newest time.
        mutating func remember(_ position: SealPosition) {
            if let known = lastKnown[position.seal] {
                guard position.time >= known.time else { return }
            } else if lastKnown.count >= limits.seals {
                return
            }
            lastKnown[position.seal] = position
        }

        /// How long to wait before the streams are woken; `nil` where they are being, or were just now.
        mutating func scheduleWake() -> Duration? {
            guard limits.paceSeconds > 0 else {
                wakeSubscribers()
                return nil
            }
            guard !isWakeScheduled, told < head else { return nil }
            isWakeScheduled = true
            let crowd = Double(subscribers.count) / Double(max(1, limits.subscribersPerPace))
            return .seconds(limits.paceSeconds * (1 + crowd))
        }

        mutating func wakeSubscribers() {
            isWakeScheduled = false
            told = head
            for (id, subscriber) in subscribers {
                let behind = head - max(subscriber.next, subscriber.lagCountsFrom)
                if behind > limits.maximumLag || subscriber.next < tail {
                    drop(id)
                } else {
                    subscriber.wake()
                }
            }
        }

        mutating func subscribe(
            after lastEventID: Int64?, wake: @escaping @Sendable () -> Void, finish: @escaping @Sendable () -> Void
        ) throws -> (id: Int, start: Start) {
            guard !isClosed else { throw Unavailable("The server is stopping") }
            guard subscribers.count < limits.subscribers else {
                throw Unavailable("\(limits.subscribers) streams are open, which is the most there may be")
            }
            var next = head
            var start = Start.live
            if let lastEventID {
                if lastEventID >= goneThrough {
                    next = firstPlace(after: lastEventID)
                    start = .exact
                } else {
                    start = .behind(after: lastEventID, through: newest)
                }
            }
            nextID += 1
            subscribers[nextID] = Subscriber(next: next, lagCountsFrom: head, wake: wake, finish: finish)
            return (nextID, start)
        }

        mutating func take(_ id: Int, limit: Int) -> StreamRun? {
            guard let next = subscribers[id]?.next else { return nil }
            guard next >= tail else {
                drop(id)
                return nil
            }
            let run = run(from: next, limit: limit)
            subscribers[id]?.next = run.end
            return run
        }

        /// The events from a place on, at most `limit`, of those that are told.
        private mutating func run(from start: Int, limit: Int) -> StreamRun {
            if let run = runs[start], run.end <= start + limit { return run }
            let end = max(start, min(told, start + limit))
            let run = StreamRun((start..<end).compactMap { ring[$0 % ring.count] }, end: end)
            guard end > start else { return run }
            if runs.updateValue(run, forKey: start) == nil { runStarts.append(start) }
            if runStarts.count > Self.runsKept { runs.removeValue(forKey: runStarts.removeFirst()) }
            return run
        }

        mutating func end(_ id: Int) { subscribers.removeValue(forKey: id)?.finish() }

        /// Ends a stream that is too slow.
        mutating func drop(_ id: Int) {
            guard subscribers[id] != nil else { return }
            dropped += 1
            end(id)
        }

        /// The place of the first item with a greater sequence number.
        private func firstPlace(after sequence: Int64) -> Int {
            var low = tail
            var high = head
            while low < high {
                let middle = (low + high) / 2
                if let item = ring[middle % ring.count], item.sequence <= sequence {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low
        }
    }
}
