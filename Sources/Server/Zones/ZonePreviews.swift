import Foundation
import Glibc
import MonitoringCentre
import Synchronization

/// Runs previews of zones, one at a time, on a thread that gives way to all others.
final class ZonePreviews: Sendable {
    /// A preview takes no longer.
    static let longestSeconds = 60.0
    /// As `nice` counts.
    private static let niceness: Int32 = 10

    private let isRunning = Mutex(false)

    /// - Throws: `Unavailable` while another preview runs, and what the run throws.
    func run(_ run: ZonePreviewRun) async throws -> ZonePreview {
        let mayStart = isRunning.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        guard mayStart else {
            throw Unavailable("another preview of zones is running", retryAfterSeconds: Int(Self.longestSeconds / 2))
        }
        return try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { [self] in
                // On Linux this is the thread's own, not the process's.
                setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
                let start = ProcessInfo.processInfo.systemUptime
                let result = Result {
                    try run.preview { share in
                        ProcessInfo.processInfo.systemUptime >= start + share * Self.longestSeconds
                    }
                }
                isRunning.withLock { $0 = false }
                continuation.resume(with: result)
            }
            thread.name = "zones preview"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
