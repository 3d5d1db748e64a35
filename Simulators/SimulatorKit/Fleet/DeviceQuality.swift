/// How good a seal's receiver is, and what it tells of itself.
struct DeviceQuality: Hashable {
    /// The horizontal error under open sky, in metres.
    var errorMeters: Double
    var tellsError = true
    var tellsSatellites = true
    var tellsSignal = true
    /// The share of fixes that a reflection throws off, of which the receiver knows nothing.
    var strayShare = 0.0
    /// Metres that such a fix is off.
    static let strayMeters = 40.0...180

    /// A good receiver, which tells all.
    static func fine(_ random: inout SplitMix64) -> DeviceQuality {
        DeviceQuality(errorMeters: random.number(3...6))
    }

    /// Whatever is on the market: most are good, some old, some in steel boxes, and many tell little of themselves.
    ///
    /// - Parameter mustTell: where what it tells is all that there is to see.
    static func any(mustTell: Bool, _ random: inout SplitMix64) -> DeviceQuality {
        let ranges: [ClosedRange<Double>] = [3...8, 3...8, 3...8, 8...14, 14...22]
        var quality = DeviceQuality(errorMeters: random.number(ranges[random.whole(0...ranges.count - 1)]))
        quality.strayShare = random.chance(0.5) ? random.number(0.001...0.006) : 0
        guard !mustTell else { return quality }
        quality.tellsError = random.chance(0.7)
        quality.tellsSatellites = random.chance(0.75)
        quality.tellsSignal = random.chance(0.6)
        return quality
    }
}
