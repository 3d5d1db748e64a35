/// A forecast whose time has come, held against what happened.
public struct ScoredForecast: Hashable, Sendable, Codable {
    public var gate: String
    public var madeAt: Timestamp
    public var forecast: QueueForecast
    /// What it was; `nil` where no vehicle was seen that tells.
    public var vehiclesWaiting: Double?
    public var waitSeconds: Double?
    /// What "as it is now" said when the forecast was made.
    public var waitSecondsAsNow: Double
    /// What "as usual at this hour" said; `nil` before a usual hour is known.
    public var waitSecondsAsUsual: Double?

    public init(
        gate: String, madeAt: Timestamp, forecast: QueueForecast, vehiclesWaiting: Double?, waitSeconds: Double?,
        waitSecondsAsNow: Double, waitSecondsAsUsual: Double?
    ) {
        self.gate = gate
        self.madeAt = madeAt
        self.forecast = forecast
        self.vehiclesWaiting = vehiclesWaiting
        self.waitSeconds = waitSeconds
        self.waitSecondsAsNow = waitSecondsAsNow
        self.waitSecondsAsUsual = waitSecondsAsUsual
    }
}

/// How good a gate's forecasts of one horizon were.
public struct ForecastScore: Hashable, Sendable, Codable {
    public var gate: String
    public var horizonSeconds: Double
    /// Forecasts of the wait that were scored.
    public var count: Int
    /// Mean absolute errors in seconds: of the forecast, of "as now", and of "as usual at this hour", all over the same
    /// forecasts; the last `nil` where too few have it.
    public var waitError: Double?
    public var waitErrorAsNow: Double?
    public var waitErrorAsUsual: Double?
    /// Of the true waits, the share within the 80 % interval.
    public var waitCoverage: Double?
    /// Mean absolute error in vehicles, and the share of true queues within the interval.
    public var vehiclesError: Double?
    public var vehiclesCoverage: Double?

    public init(gate: String, horizonSeconds: Double, count: Int) {
        self.gate = gate
        self.horizonSeconds = horizonSeconds
        self.count = count
    }
}
