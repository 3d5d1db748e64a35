/// What is expected of a queue at a later moment.
public struct QueueForecast: Hashable, Sendable, Codable {
    /// The moment that it is about.
    public var at: Timestamp
    /// How far ahead it looks.
    public var horizonSeconds: Double
    /// Of the medians.
    public var level: CongestionLevel
    public var vehiclesWaiting: Quantiles
    /// Of one who joins at `at`.
    public var waitSeconds: Quantiles

    /// 15 min, 1, 3, 6 and 12 hours.
    public static let horizons = [900.0, 3600, 10_800, 21_600, 43_200]

    public init(
        at: Timestamp, horizonSeconds: Double, level: CongestionLevel, vehiclesWaiting: Quantiles,
        waitSeconds: Quantiles
    ) {
        self.at = at
        self.horizonSeconds = horizonSeconds
        self.level = level
        self.vehiclesWaiting = vehiclesWaiting
        self.waitSeconds = waitSeconds
    }
}

/// A median and an 80 % interval.
public struct Quantiles: Hashable, Sendable, Codable {
    public var p10: Double
    public var p50: Double
    public var p90: Double

    public init(p10: Double, p50: Double, p90: Double) {
        self.p10 = p10
        self.p50 = p50
        self.p90 = p90
    }

    public func contains(_ value: Double) -> Bool { value >= p10 && value <= p90 }
}
