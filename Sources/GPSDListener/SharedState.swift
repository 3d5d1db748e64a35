import Synchronization

/// What the listener and its daemon's thread share.
final class SharedState: Sendable {
    private struct State: Sendable {
        var isStarted = false
        var isStopping = false
        var isConnected = false
        var statistics = GPSDStatistics()
    }

    private let state = Mutex(State())

    /// Whether the thread may be started: once.
    func begin() -> Bool {
        state.withLock { state in
            if state.isStarted || state.isStopping { return false }
            state.isStarted = true
            return true
        }
    }

    func requestStop() { state.withLock { $0.isStopping = true } }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    var isConnected: Bool {
        get { state.withLock { $0.isConnected } }
        set { state.withLock { $0.isConnected = newValue } }
    }

    var statistics: GPSDStatistics { state.withLock { $0.statistics } }

    func count(_ change: (inout GPSDStatistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }
}
