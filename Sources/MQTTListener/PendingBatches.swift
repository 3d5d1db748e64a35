import Foundation
import Synchronization

/// The parts of a batch that were handed over and are not yet known to be stored.
final class PendingBatches: Sendable {
    private struct State {
        var count = 0
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    func begin() { state.withLock { $0.count += 1 } }

    func end(_ error: (any Error)?) {
        state.withLock { state in
            state.count -= 1
            state.failure = state.failure ?? error
        }
        ended.signal()
    }

    /// Waits until none is left; the first failure since the last call.
    func waitForAll() -> (any Error)? {
        while state.withLock({ $0.count }) > 0 { ended.wait() }
        return state.withLock { state in
            defer { state.failure = nil }
            return state.failure
        }
    }
}
