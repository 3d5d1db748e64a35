import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Of the vehicles that pass a gate, the share that is seen: those with a seal or a tracker against all gate-ins.
///
/// Whole hours are learned three hours later, when late gate-ins are in, and count half after four days: which lorries
/// carry seals changes with the season, not with the hour. One vehicle that is seen is assumed before any passes, so
/// that a gate without gate-ins counts what it sees.
struct SeenShare: Codable, Sendable, Hashable {
    private static let halfLifeHours = 96.0
    private static let lateSeconds = 10_800.0
    private static let assumed = 1.0

    private var seen = 0.0
    private var passed = 0.0
    private var through: Timestamp?

    /// The share and one standard error.
    func value(_ log: GateLog, upTo known: Timestamp) -> (share: Double, error: Double) {
        let start = through ?? log.begins
        let recentPassed = Double(log.passages(from: start, to: known))
        // Late gate-ins would make the share of the last hours look too large.
        let recentSeen = min(recentPassed, Double(log.crossed(from: start, to: known)))
        let all = passed + recentPassed + Self.assumed
        let share = min(1, (seen + recentSeen + Self.assumed) / all)
        return (share, (share * (1 - share) / all).squareRoot())
    }

    /// Learns the hours that are over for long enough.
    mutating func learn(_ log: GateLog, at now: Timestamp) {
        guard log.begins < .distantFuture else { return }
        var start = through ?? log.begins
        while now.seconds(since: start) >= Self.lateSeconds + 3600 {
            let end = start.advanced(bySeconds: 3600)
            let count = Double(log.passages(from: start, to: end))
            let kept = exp2(-1 / Self.halfLifeHours)
            passed = passed * kept + count
            seen = seen * kept + min(count, Double(log.crossed(from: start, to: end)))
            start = end
        }
        through = start
    }
}
