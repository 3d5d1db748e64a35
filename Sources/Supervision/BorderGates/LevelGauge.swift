import Customs

/// A level that rises at once, and falls only when the queue is clearly below its limit.
struct LevelGauge: Codable, Sendable, Hashable {
    /// So much larger a queue would still have to be of the lower level. More than noise of 1 % makes of a queue at its
    /// limit within a day.
    static let margin = 0.05
    private static let largestMargin = 0.15

    private(set) var level = CongestionLevel.unknown

    /// - Parameter error: How far the number of vehicles may be off, as a share: one standard error.
    /// - Returns: whether the level changed.
    mutating func take(
        vehicles: Double, waitSeconds: Double?, error: Double = 0, limits: CongestionLimits
    ) -> Bool {
        let raw = limits.level(vehicles: vehicles, waitSeconds: waitSeconds)
        if raw >= level { return set(raw) }
        let share = 1 + min(max(Self.margin, error), Self.largestMargin)
        let careful = limits.level(vehicles: vehicles * share, waitSeconds: waitSeconds.map { $0 * share })
        return careful < level ? set(careful) : false
    }

    private mutating func set(_ new: CongestionLevel) -> Bool {
        defer { level = new }
        return level != new
    }
}
