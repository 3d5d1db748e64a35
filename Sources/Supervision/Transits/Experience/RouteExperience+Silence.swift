/// How earlier transits fell silent about a piece of a road.
struct UsualSilence: Sendable, Hashable {
    /// Transits that went through, and those of them that fell silent.
    var passes: Int
    var count: Int
    var meanSeconds: Double
    /// What two transits at least were silent for.
    var usualSeconds: Double

    /// Half as long again, as the next may be slower; never longer than two hours.
    var limitSeconds: Double { min(Self.longestLimitSeconds, 1.5 * usualSeconds) }

    private static let longestLimitSeconds = 7200.0
}

extension RouteExperience {
    /// Fewer may be chance.
    private static let leastSilences = 3
    private static let leastShare = 0.3

    /// How transits fall silent in a piece and those beside it; `nil` where few do.
    ///
    /// A hole in the coverage begins for each transit where it last reported before it, which may be a piece earlier
    /// or later.
    func usualSilence(about piece: Int) -> UsualSilence? {
        let near = pieces[max(0, min(piece - 1, pieces.count))..<max(0, min(piece + 2, pieces.count))]
        let passes = Int(near.map(\.passes).max() ?? 0)
        let count = Int(near.reduce(0) { $0 + $1.silent })
        guard count >= Self.leastSilences, Double(count) >= Self.leastShare * Double(passes) else { return nil }
        let seconds = near.reduce(0) { $0 + $1.silentSeconds }
        // The second longest of all of them.
        let longest = near.flatMap { [$0.longestSeconds, $0.secondSeconds] }.sorted(by: >)
        return UsualSilence(
            passes: passes, count: count, meanSeconds: Double(seconds) / Double(count),
            usualSeconds: Double(longest.dropFirst().first ?? 0))
    }
}
