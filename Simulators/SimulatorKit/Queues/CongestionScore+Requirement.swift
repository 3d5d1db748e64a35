import Customs

extension CongestionScore {
    /// Of the mean true wait and of the mean true queue; or seconds of the wait.
    public static let mostShare = 0.1
    public static let mostWaitSeconds = 180.0
    /// The best published error of a forecast 15 minutes ahead that was found (Buffalo's border crossings).
    public static let mostQuarterHourSeconds = 9.22 * 60
    public static let coverage = 0.75...0.85
    public static let leastTold = 0.8

    /// What of the requirements is not reached, over all gates, in words.
    public var shortfalls: [String] {
        let all = overall
        var found: [String] = []
        func demand(_ isReached: Bool, _ text: @autoclosure () -> String) {
            if !isReached { found.append(text()) }
        }
        func percent(_ share: Double) -> String {
            share.isFinite ? ReportText.fixed(share * 100, 1) + " %" : "infinite"
        }
        func minutes(_ seconds: Double) -> String { ReportText.fixed(seconds / 60, 2) + " min" }
        demand(
            all.wait.count > 0 && (all.wait.share <= Self.mostShare || all.wait.mean <= Self.mostWaitSeconds),
            "the wait is wrong by \(percent(all.wait.share)) of its mean, \(minutes(all.wait.mean))")
        demand(
            all.vehicles.share <= Self.mostShare, "the queue is wrong by \(percent(all.vehicles.share)) of its mean")
        for seconds in QueueForecast.horizons {
            let name = "\(Int(seconds)) s ahead"
            guard let horizon = all.horizons[seconds] else {
                found.append("\(name): there are no forecasts")
                continue
            }
            let error = horizon.wait.mean
            if seconds == 900 {
                demand(error < Self.mostQuarterHourSeconds, "\(name): the wait is wrong by \(minutes(error))")
            }
            demand(
                error < horizon.asNow.mean,
                "\(name): the wait is wrong by \(minutes(error)), as now by \(minutes(horizon.asNow.mean))")
            demand(
                error < horizon.asUsual.mean,
                "\(name): the wait is wrong by \(minutes(error)), as usual by \(minutes(horizon.asUsual.mean))")
            demand(
                Self.coverage.contains(horizon.waitCoverage),
                "\(name): \(percent(horizon.waitCoverage)) of the waits are in the interval")
            demand(
                Self.coverage.contains(horizon.vehiclesCoverage),
                "\(name): \(percent(horizon.vehiclesCoverage)) of the queues are in the interval")
        }
        demand(
            all.interruptions.share >= Self.leastTold,
            "told in time: \(all.interruptions.told) of \(all.interruptions.truths) drops and closures")
        demand(all.reds.share >= Self.leastTold, "red expected in time: \(all.reds.told) of \(all.reds.truths)")
        return found
    }
}
