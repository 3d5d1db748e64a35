import Customs

/// Which mixture of the model, "as it is now" and "as usual at this hour" was the nearest to the truth lately.
struct MedianBlend: Codable, Sendable {
    /// What each way of forecasting says of one wait, in seconds.
    struct Views: Codable, Sendable, Hashable {
        var model: Double
        var asNow: Double
        /// `nil` before a usual hour is known.
        var asUsual: Double?
        /// As it is now, and what the model says that changes until then.
        var changed: Double
    }

    /// Parts of model, as now, as usual, changed.
    private static let mixtures: [[Double]] = [
        [1, 0, 0, 0], [0.7, 0.3, 0, 0], [0.4, 0.6, 0, 0], [0.8, 0, 0.2, 0], [0.6, 0, 0.4, 0], [0.3, 0, 0.7, 0],
        [0.5, 0.25, 0.25, 0], [0.5, 0, 0, 0.5], [0, 0, 0, 1],
    ]
    /// Sums of absolute errors; older ones fade.
    private var errors = [Double](repeating: 0, count: mixtures.count)
    private var count = 0.0

    /// Four days of forecasts each quarter of an hour.
    private static let fading = 1 - 1.0 / 400
    /// The model alone until so many are scored.
    private static let enough = 60.0
    /// Another must be so much better than the model.
    private static let advantage = 0.97

    func median(_ views: Views) -> Double { Self.mix(views, Self.mixtures[best]) }

    private var best: Int {
        guard count >= Self.enough else { return 0 }
        let least = errors.indices.min { errors[$0] < errors[$1] } ?? 0
        return errors[least] < errors[0] * Self.advantage ? least : 0
    }

    mutating func learn(_ truth: Double, _ views: Views) {
        count = count * Self.fading + 1
        for (index, parts) in Self.mixtures.enumerated() {
            errors[index] = errors[index] * Self.fading + abs(truth - Self.mix(views, parts))
        }
    }

    private static func mix(_ views: Views, _ parts: [Double]) -> Double {
        max(
            0,
            parts[0] * views.model + parts[1] * views.asNow + parts[2] * (views.asUsual ?? views.model)
                + parts[3] * views.changed)
    }
}
