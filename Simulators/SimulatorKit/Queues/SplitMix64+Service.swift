import Foundation

extension SplitMix64 {
    /// A number of the gamma distribution with mean 1 (Marsaglia and Tsang, 2000).
    ///
    /// - Parameter variation: deviation over mean, at most 1.
    mutating func gamma(variation: Double) -> Double {
        guard variation > 0 else { return 1 }
        let shape = 1 / (variation * variation)
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if log(1 - fraction()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v / shape }
        }
    }

    /// How many of what comes at random come, where so many are expected (Knuth); for small means.
    mutating func poisson(_ mean: Double) -> Int {
        let limit = exp(-mean)
        var product = fraction()
        var count = 0
        while product > limit, count < 10_000 {
            count += 1
            product *= fraction()
        }
        return count
    }
}
