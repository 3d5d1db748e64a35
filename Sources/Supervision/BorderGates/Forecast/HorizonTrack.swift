import Customs

/// One horizon of a gate's forecasts: those whose time has not come, and what was learned of those whose has.
struct HorizonTrack: Codable, Sendable {
    /// Start values of the interval's factors, below and above, by horizon: what simulated gates came to in weeks.
    private static let startsOfWait = [[1.0, 1], [1.0, 1], [1.0, 1], [1.0, 1], [1.0, 1]]
    private static let startsOfVehicles = [[1.0, 1], [1.0, 1], [1.0, 1], [1.0, 1], [1.0, 1]]
    /// A truth that is not known after three days will not be.
    private static let givenUpSeconds = 3 * 86_400.0
    /// All that a quarter-hourly rhythm can leave waiting.
    private static let mostKept = 400

    private(set) var wait: IntervalCalibration
    private(set) var vehicles: IntervalCalibration
    private(set) var blend = MedianBlend()
    /// Oldest first.
    private(set) var kept: [KeptForecast] = []

    init(index: Int) {
        wait = IntervalCalibration(below: Self.startsOfWait[index][0], above: Self.startsOfWait[index][1])
        vehicles = IntervalCalibration(below: Self.startsOfVehicles[index][0], above: Self.startsOfVehicles[index][1])
    }

    mutating func keep(_ forecast: KeptForecast) {
        kept.append(forecast)
        if kept.count > Self.mostKept { kept.removeFirst() }
    }

    /// Lets go, and learns from, the forecasts whose truth is known by now.
    ///
    /// - Parameter thorough: also behind forecasts whose truth is still missing.
    mutating func score(
        _ log: some GateEvidence, at now: Timestamp, gate: String, thorough: Bool
    ) -> [ScoredForecast] {
        guard let first = kept.first, first.forecast.at <= now else { return [] }
        var scored: [ScoredForecast] = []
        var open: [KeptForecast] = []
        var index = 0
        // Truths come in the order of their times, but for moments that nobody seen tells of.
        while index < kept.count, kept[index].forecast.at <= now, thorough || open.count < 2 {
            let item = kept[index]
            if let truth = log.truth(at: item.forecast.at) {
                learn(truth, item)
                scored.append(item.scored(gate: gate, truth))
            } else if now.seconds(since: item.forecast.at) > Self.givenUpSeconds {
                scored.append(item.scored(gate: gate, nil))
            } else {
                open.append(item)
            }
            index += 1
        }
        if !scored.isEmpty { kept.replaceSubrange(0..<index, with: open) }
        return scored
    }

    private mutating func learn(_ truth: (vehicles: Double, waitSeconds: Double), _ item: KeptForecast) {
        wait.learn(truth.waitSeconds, said: item.forecast.waitSeconds)
        vehicles.learn(truth.vehicles, said: item.forecast.vehiclesWaiting)
        blend.learn(truth.waitSeconds, item.views)
    }
}
