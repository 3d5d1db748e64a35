package import Customs

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// How wide an interval must be on each side so that one truth in ten lies below it and one in ten above.
///
/// The ensemble says how wide it is at each time; two factors on that follow what was missed (adaptive conformal
/// inference, Gibbs and Candès 2021, on the logarithm of the width).
package struct IntervalCalibration: Codable, Sendable {
    /// On the ensemble's own width below and above the median.
    package private(set) var below: Double
    package private(set) var above: Double
    private let rate: Double
    private var count = 0.0

    private static let missed = 0.1
    /// Until two hundred are scored it follows no slower than this.
    private static let firstRate = 0.06
    /// Calm weeks must not make it forget what a closure does: a light pull towards the ensemble's own width, which
    /// costs half a percent of the truths on a side where that is wrong threefold.
    private static let hold = 0.005
    private static let factors = 0.05...12.0

    /// - Parameter rate: by how much of its logarithm a factor may move with one truth.
    package init(below: Double, above: Double, rate: Double = 0.05) {
        self.rate = rate
        self.below = below
        self.above = above
    }

    /// The calibrated quantiles.
    ///
    /// - Parameters:
    ///   - raw: the ensemble's.
    ///   - median: the blended median.
    ///   - narrowest: the least width to one side before the factors.
    ///   - floor: what the truth cannot go below.
    package func applied(to raw: Quantiles, median: Double, narrowest: Double, floor: Double) -> Quantiles {
        let low = max(raw.p50 - raw.p10, narrowest)
        let high = max(raw.p90 - raw.p50, narrowest)
        let middle = max(floor, median)
        return Quantiles(
            p10: max(floor, middle - below * low), p50: middle, p90: max(floor, middle + above * high))
    }

    /// Takes a truth and what was said of it.
    package mutating func learn(_ truth: Double, said: Quantiles) {
        let rate = max(rate, Self.firstRate / (1 + count / 200))
        count += 1
        below *= exp(rate * ((truth < said.p10 ? 1 : 0) - Self.missed - Self.hold * log(below)))
        above *= exp(rate * ((truth > said.p90 ? 1 : 0) - Self.missed - Self.hold * log(above)))
        below = min(max(below, Self.factors.lowerBound), Self.factors.upperBound)
        above = min(max(above, Self.factors.lowerBound), Self.factors.upperBound)
    }
}
