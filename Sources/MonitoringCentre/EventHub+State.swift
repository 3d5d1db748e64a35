import Customs

extension EventHub {
    /// The ring, the subscribers' places in it and the last known positions. Places count up for ever.
    struct State {
        struct Subscriber {
            /// The place of the next item it takes.
            var next: Int
            /// What it resumes from does not count as being behind.
            let lagCountsFrom: Int
            let continuation: AsyncStream<Void>.Continuation
        }

        let limits: Limits
        var subscribers: [Int: Subscriber] = [:]
        var isClosed = false
        private var ring: [StreamItem?]
        private var head = 0
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
            case .visit, .clearance, .manifest, .outage, .forecastScored:
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

        mutating func wakeSubscribers() {
            for (id, subscriber) in subscribers {
                let behind = head - max(subscriber.next, subscriber.lagCountsFrom)
                if behind > limits.maximumLag || subscriber.next < tail {
                    end(id)
                } else {
                    subscriber.continuation.yield()
                }
            }
        }

        mutating func subscribe(
            after lastEventID: Int64?, _ continuation: AsyncStream<Void>.Continuation
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
            subscribers[nextID] = Subscriber(next: next, lagCountsFrom: head, continuation: continuation)
            return (nextID, start)
        }

        mutating func take(_ id: Int, limit: Int) -> [StreamItem]? {
            guard let subscriber = subscribers[id] else { return nil }
            guard subscriber.next >= tail else {
                end(id)
                return nil
            }
            let end = min(head, subscriber.next + limit)
            subscribers[id]?.next = end
            return (subscriber.next..<end).compactMap { ring[$0 % ring.count] }
        }

        mutating func end(_ id: Int) { subscribers.removeValue(forKey: id)?.continuation.finish() }

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
