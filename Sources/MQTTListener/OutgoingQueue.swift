/// A message that waits for publication.
struct OutgoingMessage: Sendable {
    var topic: String
    var payload: [UInt8]
    var qos: MQTTQoS
    var isRetained = false
    /// Is called when the broker has acknowledged it, on the connection's thread.
    var acknowledged: (@Sendable () -> Void)?
}

/// A bounded first-in, first-out queue that drops its oldest message when it is full: a newer ack says what an older
/// one said, and more.
struct OutgoingQueue: Sendable {
    private var messages: [OutgoingMessage] = []
    private var head = 0
    private let limit: Int
    /// Messages dropped because the queue was full.
    private(set) var dropped = 0

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { head == messages.count }
    var count: Int { messages.count - head }
    var first: OutgoingMessage? { isEmpty ? nil : messages[head] }

    mutating func append(_ message: OutgoingMessage) {
        if count == limit {
            removeFirst()
            dropped += 1
        }
        messages.append(message)
    }

    /// Takes up to `maximum` messages from the front, stopping before the first that needs an acknowledgement when
    /// `acknowledgements` of those are used up.
    mutating func take(maximum: Int, acknowledgements: Int) -> [OutgoingMessage] {
        var taken: [OutgoingMessage] = []
        var left = acknowledgements
        while taken.count < maximum, let message = first {
            if message.qos == .atLeastOnce {
                guard left > 0 else { break }
                left -= 1
            }
            taken.append(message)
            removeFirst()
        }
        return taken
    }

    private mutating func removeFirst() {
        // Releases the payload now; the slot goes when half the array is used up, so that each move is paid for.
        messages[head].payload = []
        head += 1
        if head == messages.count {
            messages.removeAll(keepingCapacity: head <= 1024)
            head = 0
        } else if head > 1024, head * 2 > messages.count {
            messages.removeFirst(head)
            head = 0
        }
    }
}
