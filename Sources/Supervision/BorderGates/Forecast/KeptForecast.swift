import Customs

/// A forecast that waits for its time to come.
struct KeptForecast: Codable, Sendable {
    var madeAt: Timestamp
    var forecast: QueueForecast
    /// What its median of the wait was mixed from.
    var views: MedianBlend.Views

    func scored(gate: String, _ truth: (vehicles: Double, waitSeconds: Double)?) -> ScoredForecast {
        ScoredForecast(
            gate: gate, madeAt: madeAt, forecast: forecast, vehiclesWaiting: truth?.vehicles,
            waitSeconds: truth?.waitSeconds, waitSecondsAsNow: views.asNow, waitSecondsAsUsual: views.asUsual)
    }
}
