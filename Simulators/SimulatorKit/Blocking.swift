import Dispatch

/// The bridge from structured concurrency to this module's blocking calls.
public enum Blocking {
    /// Runs `body` on a thread that may block, and returns what it returns.
    public static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
