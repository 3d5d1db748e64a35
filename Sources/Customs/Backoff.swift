/// Waiting times between attempts: they double up to a limit, and each is shortened at random by up to half, so that
/// clients that lost the same server do not come back in step.
///
/// A value, so that each connection has its own; it reads no clock, and its randomness is passed in.
public struct Backoff: Sendable {
    /// The longest first wait, in seconds.
    public let initialSeconds: Double
    /// No wait is longer, in seconds.
    public let maximumSeconds: Double
    /// Failures since the last `reset`.
    public private(set) var failures = 0

    private let jitter: @Sendable () -> Double

    /// - Parameter jitter: gives a number from 0 up to 1; 0 is the whole wait, 1 half of it.
    public init(
        initialSeconds: Double = 0.5, maximumSeconds: Double = 30, jitter: @escaping @Sendable () -> Double
    ) {
        self.initialSeconds = max(initialSeconds, 0)
        self.maximumSeconds = max(maximumSeconds, initialSeconds)
        self.jitter = jitter
    }

    /// Seconds to wait before the next attempt.
    public mutating func next() -> Double {
        // Past 2^30 the limit has long been reached; the bound keeps the shift from overflowing.
        let whole = min(initialSeconds * Double(1 << min(failures, 30)), maximumSeconds)
        failures += 1
        return whole * (1 - 0.5 * min(max(jitter(), 0), 1))
    }

    /// The attempt succeeded: the next wait is a short one again.
    public mutating func reset() { failures = 0 }
}
