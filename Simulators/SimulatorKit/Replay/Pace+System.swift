import Foundation

extension Pace {
    /// The computer's own steady clock.
    public static let system = Pace(
        now: {
            let (seconds, attoseconds) = (ContinuousClock.now - origin).components
            return Double(seconds) + Double(attoseconds) / 1e18
        },
        sleep: { Thread.sleep(forTimeInterval: $0) })

    private static let origin = ContinuousClock.now
}
