import Foundation
import Synchronization

/// Crashes the process at a chosen moment, for the tests that show that nothing is lost then.
public struct FaultInjection: Sendable {
    /// Names the number of envelopes after whose commit the process dies, before anybody is answered.
    public static let crashAfterCommitKey = "VASSCM_TEST_CRASH_AFTER_COMMIT"

    private let crashAfterEnvelopes: Int?
    private let committed = CommittedCount()

    /// No faults.
    public init() { crashAfterEnvelopes = nil }

    /// The faults that the environment asks for.
    public init(environment: [String: String]) {
        crashAfterEnvelopes = environment[Self.crashAfterCommitKey].flatMap(Int.init)
    }

    /// To be called between a commit and its acknowledgement.
    func didCommit(envelopes: Int) {
        guard let crashAfterEnvelopes, committed.add(envelopes) >= crashAfterEnvelopes else { return }
        // As SIGKILL would: no handler runs, nothing is flushed.
        kill(getpid(), SIGKILL)
    }

    private final class CommittedCount: Sendable {
        private let count = Mutex(0)

        func add(_ more: Int) -> Int {
            count.withLock { count in
                count += more
                return count
            }
        }
    }
}
