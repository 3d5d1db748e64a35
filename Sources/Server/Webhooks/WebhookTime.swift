package import Customs
import Foundation

/// Where a sender has its times and its chance from.
package struct WebhookTime: Sendable {
    /// The machine's clock: receivers hold signatures against theirs, also where the supervision's time is simulated.
    package var now: @Sendable () -> Timestamp
    /// Waits so many seconds; ends early where its task is cancelled.
    package var sleep: @Sendable (Double) async throws -> Void
    /// A number from 0 up to 1.
    package var jitter: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Double) async throws -> Void,
        jitter: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.jitter = jitter
    }

    /// The machine's own.
    package static var machine: WebhookTime {
        WebhookTime(
            now: { Timestamp(seconds: Date().timeIntervalSince1970) },
            sleep: { try await Task.sleep(for: .seconds($0)) },
            jitter: { Double.random(in: 0..<1) })
    }
}
