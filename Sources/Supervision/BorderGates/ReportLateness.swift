/// How long after a gate-in its report usually comes: nine of ten are in by then.
struct ReportLateness: Codable, Sendable, Hashable {
    private static let share = 0.9
    private static let step = 0.05
    /// A report that comes later than this belongs to the past, and is not waited for.
    private static let most = 900.0

    /// Seconds.
    private(set) var seconds = 60.0

    /// Follows the quantile: up by nine parts where one is later, down by one part where it is not.
    mutating func take(_ late: Double) {
        guard late >= 0, late <= Self.most * 4 else { return }
        let size = Self.step * max(30, seconds)
        seconds += late > seconds ? size * Self.share : -size * (1 - Self.share)
        seconds = min(max(seconds, 5), Self.most)
    }
}
