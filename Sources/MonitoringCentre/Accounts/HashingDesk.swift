import Dispatch
import Synchronization

/// Does slow hashes one or two at a time, on threads of its own: a crowd at the sign-in holds up nothing else.
final class HashingDesk: Sendable {
    static let maximumRunning = 2
    static let maximumWaiting = 32

    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "passwords", attributes: .concurrent)

    /// The work's value, when its turn has come.
    ///
    /// - Throws: `Unavailable` where too many wait.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            let job: @Sendable () -> Void = { continuation.resume(with: Result { try work() }) }
            let starts: Bool? = state.withLock { state in
                if state.running < Self.maximumRunning {
                    state.running += 1
                    return true
                }
                guard state.waiting.count < Self.maximumWaiting else { return nil }
                state.waiting.append(job)
                return false
            }
            switch starts {
            case true?: start(job)
            case false?: break
            case nil: continuation.resume(throwing: Unavailable("too many are signing in at once"))
            }
        }
    }

    private func start(_ job: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            var next: (@Sendable () -> Void)? = job
            while let job = next {
                job()
                next = state.withLock { state in
                    if state.waiting.isEmpty {
                        state.running -= 1
                        return nil
                    }
                    return state.waiting.removeFirst()
                }
            }
        }
    }
}
