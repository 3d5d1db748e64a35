import Customs

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// How often a gate's flow drops or stops, and for how long.
struct DropLearning: Codable, Sendable {
    private var flow = GateCongestion.Flow.normal
    private var since: Timestamp?
    private var last: Timestamp?
    /// Sum of the logarithms of durations in seconds, and their number.
    private var logs = 0.0
    private var ended = 0.0
    private var begun = 0.0
    private var watchedSeconds = 0.0

    /// Before any is known: half of them end within an hour and a half, with the weight of three.
    private static let priorSeconds = 5400.0
    private static let priorCount = 3.0
    /// Before any is known: one in five days of twelve hours.
    private static let priorBegun = 1.0
    private static let priorWatched = 60 * 3600.0
    /// Of a log-logistic distribution, whose expected rest grows with the age. 1.6 lets one in ten last six hours.
    private static let shape = 1.6
    /// No longer: then it is the gate's new capacity.
    private static let longest = 36 * 3600.0

    /// Half of the drops last so long.
    var medianSeconds: Double { exp((logs + Self.priorCount * log(Self.priorSeconds)) / (ended + Self.priorCount)) }

    /// Drops that begin in an open hour.
    var perHour: Double { 3600 * (begun + Self.priorBegun) / (watchedSeconds + Self.priorWatched) }

    mutating func watch(_ now: GateCongestion.Flow, since began: Timestamp?, isOpen: Bool, at time: Timestamp) {
        if let last, isOpen { watchedSeconds += min(600, max(0, time.seconds(since: last))) }
        last = time
        if now != .normal, flow == .normal {
            since = began ?? time
            begun += 1
        } else if now == .normal, flow != .normal, let since {
            logs += log(max(300, time.seconds(since: since)))
            ended += 1
            self.since = nil
        }
        flow = now
    }

    /// How much longer a drop of this age lasts, at a quantile 0..<1 of what may be.
    func rest(age: Double, quantile: Double) -> Double {
        let scale = medianSeconds
        let aged = pow(max(0, age) / scale, Self.shape)
        // The survival 1 / (1 + x^shape), given that it has lasted so long already.
        let survival = (1 - quantile) / (1 + aged)
        let whole = scale * pow(1 / survival - 1, 1 / Self.shape)
        return min(Self.longest, max(0, whole - age))
    }
}
