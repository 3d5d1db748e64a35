import Customs

/// Who is expected to arrive at a gate: the usual hours of its week, today's difference, and those on their way.
struct ArrivalOutlook: Codable, Sendable {
    private(set) var pattern = ArrivalPattern()
    private(set) var approach = ApproachLearning()
    /// Whole hours that are over and not learned yet, oldest first.
    private var hours: [Timestamp] = []
    /// The hour that was begun last.
    private var hour: Timestamp?

    /// An hour's exact count is waited for so long; then those seen stand for all.
    private static let patience = 86_400.0
    private static let mostHours = 72
    /// The trend is told from half hours over as long as a working day.
    private static let binSeconds = 1800.0
    private static let bins = 28
    /// Vehicles are late or early by a good part of an hour: those on their way count as fewer than they are.
    private static let approachWeight = 0.7
    private static let smoothingSeconds = 1200.0

    /// Begins and ends hours, and learns those that are over.
    mutating func watch(
        _ log: some GateEvidence, _ calendar: GateCalendar, share: Double, approaching: [Timestamp], at now: Timestamp
    ) {
        let start = Self.hourStart(of: now, calendar)
        if hour != start {
            if let hour {
                var over = max(hour, start.advanced(bySeconds: -Double(Self.mostHours) * 3600))
                while over < start {
                    if over >= log.begins { end(over, log) }
                    over = over.advanced(bySeconds: 3600)
                }
            }
            hour = start
            // Only near its begin: what is on its way is counted in whole hours from then.
            if now.seconds(since: start) < 300 {
                approach.look(ApproachLearning.counts(approaching, at: now), at: start)
            }
        }
        learn(log, calendar, share: share, at: now)
    }

    private mutating func end(_ over: Timestamp, _ log: some GateEvidence) {
        approach.learn(seen: log.seenArrivals(from: over, to: over.advanced(bySeconds: 3600)), from: over)
        hours.append(over)
        if hours.count > Self.mostHours { hours.removeFirst() }
    }

    private mutating func learn(_ log: some GateEvidence, _ calendar: GateCalendar, share: Double, at now: Timestamp) {
        while let first = hours.first {
            let end = first.advanced(bySeconds: 3600)
            if let exact = log.arrivals(from: first, to: end) {
                pattern.learn(exact, hourOfWeek: calendar.hourOfWeek(first))
            } else if now.seconds(since: end) > Self.patience {
                let seen = Double(log.seenArrivals(from: first, to: end))
                pattern.learn(seen / max(share, 0.01), hourOfWeek: calendar.hourOfWeek(first))
            } else {
                return
            }
            hours.removeFirst()
        }
    }

    /// What is expected in each step of an ensemble.
    func expected(
        _ log: some GateEvidence, _ calendar: GateCalendar, _ estimate: QueueEstimate, approaching: [Timestamp]
    ) -> [QueueOutlook.Arrivals] {
        let now = estimate.at
        let share = max(estimate.share, 0.01)
        let usual = pattern.table(fallback: recentRate(log, share: share, at: now) ?? estimate.arrivalsPerHour)
        let trend = trend(log, calendar, usual, share: share, at: now)
        let counts = ApproachLearning.counts(approaching, at: now)
        let perHour = Int(3600 / QueueEnsemble.stepSeconds)
        var result: [QueueOutlook.Arrivals] = []
        result.reserveCapacity(QueueEnsemble.steps)
        for hour in 0..<ApproachLearning.hours {
            let middle = now.advanced(bySeconds: (Double(hour) + 0.5) * 3600)
            let isNextDay = calendar.hourOfWeek(middle) / 24 != calendar.hourOfWeek(now) / 24
            let ahead = trend.ahead(hours: Double(hour) + 0.5, isNextDay: isNextDay)
            let rates = (0..<perHour).map { step -> Double in
                let later = (Double(hour * perHour + step) + 0.5) * QueueEnsemble.stepSeconds
                return Self.rate(usual, calendar, now.advanced(bySeconds: later)) * ahead.factor
            }
            let mean = rates.reduce(0, +) / Double(perHour)
            // A gamma distribution of what comes, and a thinned Poisson count of it that is already on its way.
            let variance = ahead.dayDeviation * ahead.dayDeviation + ahead.surgeDeviation * ahead.surgeDeviation
            let shape = 1 / max(variance, 1e-4)
            let part = approach.part(hour: hour) * share * Self.approachWeight
            let seen = part > 0 ? counts[hour] * Self.approachWeight : 0
            let factor = (shape + seen) / (shape + part * mean)
            let narrower = (shape / (shape + part * mean)).squareRoot()
            for rate in rates {
                result.append(
                    QueueOutlook.Arrivals(
                        vehicles: rate * factor * QueueEnsemble.stepSeconds / 3600,
                        dayDeviation: ahead.dayDeviation * narrower, surgeDeviation: ahead.surgeDeviation * narrower))
            }
        }
        return result
    }

    /// Arrivals an hour over what is known of the last day.
    private func recentRate(_ log: some GateEvidence, share: Double, at now: Timestamp) -> Double? {
        let from = max(log.begins, now.advanced(bySeconds: -86_400))
        let hours = now.seconds(since: from) / 3600
        guard hours >= 0.5 else { return nil }
        return Double(log.seenArrivals(from: from, to: now)) / share / hours
    }

    private func trend(
        _ log: some GateEvidence, _ calendar: GateCalendar, _ usual: [Double], share: Double, at now: Timestamp
    ) -> ArrivalTrend {
        var trend = ArrivalTrend(days: pattern.days)
        var to = now.advanced(bySeconds: -Double(Self.bins) * Self.binSeconds)
        var day = calendar.hourOfWeek(to) / 24
        for _ in 0..<Self.bins {
            let from = to
            to = from.advanced(bySeconds: Self.binSeconds)
            if calendar.hourOfWeek(from) / 24 != day {
                day = calendar.hourOfWeek(from) / 24
                trend.beginDay()
            }
            guard from >= log.begins else { continue }
            let middle = from.advanced(bySeconds: Self.binSeconds / 2)
            let expected = Self.rate(usual, calendar, middle) * Self.binSeconds / 3600
            let exact = log.arrivals(from: from, to: to)
            trend.take(
                ArrivalTrend.Count(
                    expected: expected, counted: exact ?? Double(log.seenArrivals(from: from, to: to)),
                    share: exact == nil ? share : 1, seconds: Self.binSeconds))
        }
        return trend
    }

    /// The usual arrivals an hour at a moment, without jumps at the full hour.
    private static func rate(_ usual: [Double], _ calendar: GateCalendar, _ time: Timestamp) -> Double {
        let before = usual[calendar.hourOfWeek(time.advanced(bySeconds: -smoothingSeconds))]
        let after = usual[calendar.hourOfWeek(time.advanced(bySeconds: smoothingSeconds))]
        return (before + usual[calendar.hourOfWeek(time)] + after) / 3
    }

    /// When the local hour began that holds a moment.
    private static func hourStart(of time: Timestamp, _ calendar: GateCalendar) -> Timestamp {
        let quarter: Int64 = 900_000
        let hour = calendar.hourOfWeek(time)
        var start = Timestamp(milliseconds: time.milliseconds - ((time.milliseconds % quarter) + quarter) % quarter)
        while calendar.hourOfWeek(start.advanced(bySeconds: -900)) == hour {
            start = start.advanced(bySeconds: -900)
        }
        return start
    }
}
