/// A time in which more vehicles than usual come: it builds up, holds, and goes in half the time that it took to come.
public struct QueueSurge: Sendable, Hashable {
    /// From the first local midnight of the series.
    public var startsAtSeconds: Double
    public var buildSeconds: Double
    public var holdSeconds: Double
    /// Arrivals over usual arrivals while it holds.
    public var factor: Double

    public init(startsAtSeconds: Double, buildSeconds: Double, holdSeconds: Double, factor: Double) {
        self.startsAtSeconds = startsAtSeconds
        self.buildSeconds = buildSeconds
        self.holdSeconds = holdSeconds
        self.factor = factor
    }

    /// What arrivals are multiplied with.
    func factor(atSeconds time: Double) -> Double {
        let since = time - startsAtSeconds
        let after = since - buildSeconds - holdSeconds
        if since <= 0 || after >= buildSeconds / 2 { return 1 }
        let share = since < buildSeconds ? since / buildSeconds : after <= 0 ? 1 : 1 - after / (buildSeconds / 2)
        return 1 + (factor - 1) * share
    }

    static func random(day: Int, factor: ClosedRange<Double>, _ random: inout SplitMix64) -> QueueSurge {
        QueueSurge(
            startsAtSeconds: Double(day) * 86_400 + random.number(2...9) * 3600,
            buildSeconds: random.number(3...6) * 3600, holdSeconds: random.number(3...9) * 3600,
            factor: random.number(factor))
    }
}
