import Customs

/// One horizon of a gate's forecasts: those whose time has not come, and what was learned of those whose has.
struct HorizonTrack: Codable, Sendable {
    /// How fast intervals follow what was missed, by horizon. Errors of far horizons come in long rows: followed as
    /// fast as near ones, their intervals would be torn about (12 h: 76 % within at 0.08, 80 % at 0.03; 15 min: 82 and
    /// 84 %; simulated gates with closures and surges).
    private static let rates = [0.07, 0.07, 0.07, 0.05, 0.035]
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
        // The ensemble's own width is right to begin with: 78 to 83 % lay within it in the first two weeks.
        wait = IntervalCalibration(below: 1, above: 1, rate: Self.rates[index])
        vehicles = wait
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
