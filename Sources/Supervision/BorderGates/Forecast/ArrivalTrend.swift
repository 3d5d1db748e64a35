import Customs

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// By how much more or fewer vehicles arrive than usual: a part that lasts the day and one that lasts an hour or two.
///
/// A Kalman filter of two fading states over half hours; counts are Poisson, so few vehicles say little.
struct ArrivalTrend: Sendable {
    /// What was counted in a time, and what was to be expected.
    struct Count: Sendable {
        var expected: Double
        var counted: Double
        /// Of those that came, the share that the count holds.
        var share: Double
        var seconds: Double
    }

    /// As parts of the usual.
    private(set) var day = 0.0
    private(set) var surge = 0.0
    private var dayVariance: Double
    private var surgeVariance = surgeDeviation * surgeDeviation
    private var covariance = 0.0
    /// What the day's part varies by when nothing is known of it.
    private let dayPrior: Double

    /// Days differ by 15 to 20 % at gates and terminals, surges of an hour or two by as much.
    static let dayDeviation = 0.18
    static let surgeDeviation = 0.2
    static let dayHours = 100.0
    static let surgeHours = 3.0
    /// What of a day's difference the next one has too.
    private static let dayKept = 0.3
    /// Counts vary more than Poisson: lorries come in convoys.
    private static let dispersion = 1.3

    /// - Parameter days: of which the usual is known: a young pattern is itself wrong by as much as a day is.
    init(days: Double) {
        dayPrior = Self.dayDeviation * Self.dayDeviation * (1 + 2 / (0.5 + days))
        dayVariance = dayPrior
    }

    /// Takes counts, oldest first, each just after the one before it.
    mutating func take(_ count: Count) {
        let hours = count.seconds / 3600
        advance(hours: hours)
        guard count.expected * count.share > 0.5 else { return }
        let ratio = min(4, count.counted / (count.expected * count.share))
        let noise = Self.dispersion * max(0.3, 1 + day + surge) / (count.expected * count.share)
        let innovation = ratio - 1 - day - surge
        let variance = dayVariance + surgeVariance + 2 * covariance + noise
        let dayGain = (dayVariance + covariance) / variance
        let surgeGain = (surgeVariance + covariance) / variance
        day += dayGain * innovation
        surge += surgeGain * innovation
        let dayBefore = dayVariance
        let surgeBefore = surgeVariance
        let both = covariance
        dayVariance -= dayGain * (dayBefore + both)
        surgeVariance -= surgeGain * (surgeBefore + both)
        covariance -= dayGain * (surgeBefore + both)
    }

    /// A new local day begins.
    mutating func beginDay() {
        day *= Self.dayKept
        dayVariance = dayVariance * Self.dayKept * Self.dayKept + dayPrior * (1 - Self.dayKept * Self.dayKept)
        covariance *= Self.dayKept
    }

    private mutating func advance(hours: Double) {
        let dayKept = exp(-hours / Self.dayHours)
        let surgeKept = exp(-hours / Self.surgeHours)
        let surgePrior = Self.surgeDeviation * Self.surgeDeviation
        day *= dayKept
        surge *= surgeKept
        dayVariance = dayVariance * dayKept * dayKept + dayPrior * (1 - dayKept * dayKept)
        surgeVariance = surgeVariance * surgeKept * surgeKept + surgePrior * (1 - surgeKept * surgeKept)
        covariance *= dayKept * surgeKept
    }

    /// What is expected so many hours ahead: the factor on the usual, and the deviations of its two parts.
    func ahead(hours: Double, isNextDay: Bool) -> (factor: Double, dayDeviation: Double, surgeDeviation: Double) {
        var later = self
        later.advance(hours: hours)
        if isNextDay { later.beginDay() }
        return (
            max(0.1, 1 + later.day + later.surge), later.dayVariance.squareRoot(),
            max(0, later.surgeVariance + 2 * later.covariance).squareRoot()
        )
    }
}
