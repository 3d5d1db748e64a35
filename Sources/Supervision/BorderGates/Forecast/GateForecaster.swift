package import Customs

/// Forecasts one gate's queue for fifteen minutes to twelve hours, keeps what it said, and learns from what came.
package struct GateForecaster: Codable, Sendable {
    /// What a step gives.
    package struct Said: Sendable {
        package var forecast: [QueueForecast] = []
        package var scored: [ScoredForecast] = []
        /// The gravest level within twelve hours where it is graver than now, and when it comes.
        package var expected: (level: CongestionLevel, at: Timestamp)?
    }

    private(set) var arrivals = ArrivalOutlook()
    private var drops = DropLearning()
    private var usualWaits = UsualWaits()
    private var tracks = QueueForecast.horizons.indices.map { HorizonTrack(index: $0) }
    private var driveSeconds = 0.0
    /// Which quarter of an hour since 1970 forecasts were kept of last.
    private var quarter = Int64.min

    private static let quarterMilliseconds: Int64 = 900_000
    /// The path that a level is expected by. Simulated gates with a surge on four days of ten: of 34 onsets of red, the
    /// median and the 0.6 quantile told 26 an hour or more before, 0.72 told 29 and 0.82 told 33; in that order 21, 16,
    /// 31 and 47 % of the warnings came to nothing.
    private static let warningQuantile = 0.75
    /// Intervals are no narrower than this before calibration: seconds, part of the wait; vehicles, part of the queue.
    private static let leastWait = (seconds: 60.0, part: 0.02)
    private static let leastVehicles = (vehicles: 1.0, part: 0.02)

    package init() {}

    /// Called once a minute while there is evidence.
    ///
    /// - Parameter approaching: when each seen vehicle that is on its way to this gate is expected at the queue.
    mutating func step(
        _ estimate: QueueEstimate, _ log: some GateEvidence, _ place: GatePlace, approaching: [Timestamp],
        limits: CongestionLimits
    ) -> Said {
        let now = estimate.at
        let nowQuarter = now.milliseconds / Self.quarterMilliseconds
        let isNewQuarter = nowQuarter != quarter
        quarter = nowQuarter
        if isNewQuarter { driveSeconds = log.fastestSeconds }
        var said = Said()
        for index in tracks.indices {
            let scored = tracks[index].score(log, at: now, gate: place.code, thorough: isNewQuarter)
            if index == 0 { learnUsual(scored, place.calendar) }
            said.scored += scored
        }
        arrivals.watch(log, place.calendar, share: estimate.share, approaching: approaching, at: now)
        drops.watch(estimate.flow, since: estimate.flowSince, isOpen: estimate.isOpenByCalendar, at: now)
        guard let asNow = estimate.waitSeconds else { return said }
        let ensemble = QueueEnsemble(
            outlook(estimate, place, arrivals.expected(log, place.calendar, estimate, approaching: approaching)))
        let waitNow = Self.quantiles(ensemble.waits(step: 0)).p50
        for (index, horizon) in QueueForecast.horizons.enumerated() {
            let at = now.advanced(bySeconds: horizon)
            let step = Int(horizon / QueueEnsemble.stepSeconds)
            let rawWait = Self.quantiles(ensemble.waits(step: step))
            let views = MedianBlend.Views(
                model: rawWait.p50, asNow: asNow,
                asUsual: usualWaits.wait(hour: place.calendar.hourOfWeek(at) % 24),
                changed: max(0, asNow + rawWait.p50 - waitNow))
            let forecast = calibrated(
                index, at: at, wait: rawWait, vehicles: Self.quantiles(ensemble.queues(step: step)), views: views,
                place.calendar, limits)
            said.forecast.append(forecast)
            if isNewQuarter { tracks[index].keep(KeptForecast(madeAt: now, forecast: forecast, views: views)) }
        }
        let present = limits.level(vehicles: estimate.vehicles, waitSeconds: asNow)
        said.expected = ensemble.expected(limits, beyond: present, quantile: Self.warningQuantile)
        return said
    }

    private mutating func learnUsual(_ scored: [ScoredForecast], _ calendar: GateCalendar) {
        for score in scored {
            guard let wait = score.waitSeconds else { continue }
            usualWaits.learn(wait, hour: calendar.hourOfWeek(score.forecast.at) % 24)
        }
    }

    private func outlook(
        _ estimate: QueueEstimate, _ place: GatePlace, _ expected: [QueueOutlook.Arrivals]
    ) -> QueueOutlook {
        let usual = [estimate.usualCapacityPerHour, place.capacityPerHour ?? 0, estimate.capacityPerHour].first {
            $0 > 0
        }
        return QueueOutlook(
            at: estimate.at, calendar: place.calendar, vehicles: estimate.vehicles,
            vehiclesError: estimate.vehiclesError, arrivals: expected, capacityPerHour: estimate.capacityPerHour,
            capacityError: estimate.capacityError, usualCapacityPerHour: usual ?? 1, flow: estimate.flow,
            dropAge: estimate.flowSince.map { max(0, estimate.at.seconds(since: $0)) } ?? 0, drops: drops,
            driveSeconds: driveSeconds)
    }

    private func calibrated(
        _ index: Int, at: Timestamp, wait: Quantiles, vehicles: Quantiles, views: MedianBlend.Views,
        _ calendar: GateCalendar, _ limits: CongestionLimits
    ) -> QueueForecast {
        let track = tracks[index]
        let opens = calendar.isOpen(at: at) ? 0 : calendar.nextChange(after: at)?.seconds(since: at) ?? 0
        let waits = track.wait.applied(
            to: wait, median: track.blend.median(views),
            narrowest: Self.leastWait.seconds + Self.leastWait.part * max(0, wait.p50 - opens),
            floor: opens)
        let queues = track.vehicles.applied(
            to: vehicles, median: vehicles.p50,
            narrowest: Self.leastVehicles.vehicles + Self.leastVehicles.part * vehicles.p50, floor: 0)
        return QueueForecast(
            at: at, horizonSeconds: QueueForecast.horizons[index],
            level: limits.level(vehicles: queues.p50, waitSeconds: waits.p50), vehiclesWaiting: queues,
            waitSeconds: waits)
    }

    /// The tenth, fiftieth and ninetieth hundredth of ascending values, interpolated.
    private static func quantiles(_ values: [Double]) -> Quantiles {
        func at(_ quantile: Double) -> Double {
            let place = quantile * Double(values.count) - 0.5
            let index = max(0, min(values.count - 2, Int(place)))
            return values[index] + (values[index + 1] - values[index]) * (place - Double(index))
        }
        return Quantiles(p10: at(0.1), p50: at(0.5), p90: at(0.9))
    }
}
