import Synchronization

/// What the listener and its connection's thread share.
final class Mailbox: Sendable {
    private struct State: Sendable {
        var isStarted = false
        var isStopping = false
        var isConnected = false
        var outgoing: OutgoingQueue
        var statistics = MQTTStatistics()
    }

    private let state: Mutex<State>
    let wake = WakeSignal()

    init(outgoingLimit: Int) {
        state = Mutex(State(outgoing: OutgoingQueue(limit: outgoingLimit)))
    }

    /// Whether the thread may be started: once.
    func begin() -> Bool {
        state.withLock { state in
            if state.isStarted || state.isStopping { return false }
            state.isStarted = true
            return true
        }
    }

    func requestStop() {
        state.withLock { $0.isStopping = true }
        wake.signal()
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    var isConnected: Bool {
        get { state.withLock { $0.isConnected } }
        set { state.withLock { $0.isConnected = newValue } }
    }

    var statistics: MQTTStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.dropped += state.outgoing.dropped
            return statistics
        }
    }

    func count(_ change: (inout MQTTStatistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    func send(_ message: OutgoingMessage) {
        let wasEmpty = state.withLock { state in
            defer { state.outgoing.append(message) }
            return state.outgoing.isEmpty
        }
        // While the queue is not empty the thread knows of it already.
        if wasEmpty { wake.signal() }
    }

    /// Messages to publish now, and whether more could follow at once.
    func takeOutgoing(maximum: Int, acknowledgements: Int) -> (messages: [OutgoingMessage], hasMore: Bool) {
        state.withLock { state in
            let messages = state.outgoing.take(maximum: maximum, acknowledgements: acknowledgements)
            return (messages, messages.count == maximum && !state.outgoing.isEmpty)
        }
    }
}
