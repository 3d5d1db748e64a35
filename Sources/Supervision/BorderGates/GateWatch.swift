import Customs

/// What is kept of one gate: its evidence, what was learned of it, and what was said of it.
struct GateWatch: Codable, Sendable {
    /// Evidence is worked out within this.
    static let settlingSeconds = 1.0
    static let forecastSeconds = 60.0
    /// The flow is looked at this often.
    static let flowSeconds = 10.0
    /// Something is said of a gate with new evidence at least this often.
    static let wordSeconds = 300.0
    /// A seal that is silent for longer than this, and than five of its intervals, may be gone.
    static let silenceSeconds = 2700.0
    static let longestSilenceSeconds = 6 * 3600.0

    var log = GateLog()
    private(set) var flow = FlowWatch()
    private(set) var shares = SeenShare()
    private(set) var lateness = ReportLateness()
    private(set) var forecaster = GateForecaster()
    private var gauge = LevelGauge()
    private var basis: QueueBasis?
    /// The estimate of the last look, for the forecast.
    private var lastEstimate: QueueEstimate?
    /// What is known now; `nil` before any evidence.
    private(set) var state: GateCongestion?
    /// What was said last, and the evidence that it rested on.
    private(set) var said: GateCongestion?
    private(set) var forecastAt = Timestamp.distantPast
    /// The earliest entry of the deadline queue.
    var queuedDeadline = Timestamp.distantFuture
    /// Of levels that were reached, newest last.
    var alerts: [Alert] = []

    init() {}

    var level: CongestionLevel { gauge.level }

    /// What a look at the gate came to.
    struct Look: Sendable {
        var state: GateCongestion
        var rise: CongestionLevel?
        var isLevelChanged: Bool
    }

    /// A gate-in came, so long after it happened.
    mutating func noteLateness(seconds: Double) { lateness.take(seconds) }

    /// Works out the state at `now` from all that is known.
    mutating func look(at now: Timestamp, _ place: GatePlace, _ settings: CongestionSettings) -> Look {
        let late = lateness.seconds
        let known = now.advanced(bySeconds: -late)
        if known.seconds(since: flow.through ?? .distantPast) >= Self.flowSeconds {
            let isOpen = place.calendar.isOpen(at: known) && place.calendar.isOpen(at: flow.through ?? known)
            flow.advance(
                to: known, now: now,
                isBusy: lastEstimate.map { flow.isBusy($0) && (isOpen || $0.passesWhileClosed) } ?? false, log: log,
                configured: place.capacityPerHour)
        }
        let estimate = QueueEstimator(place: place, lateSeconds: late, basis: basis(at: now, place))
            .estimate(log, flow, at: now)
        var next = describe(estimate, place, settings, at: now)
        let before = gauge.level
        let isChanged = gauge.take(
            vehicles: estimate.vehicles.rounded(), waitSeconds: next.waitSeconds,
            error: estimate.vehiclesError / max(1, estimate.vehicles), limits: settings.limits(gate: place.code))
        next.level = next.isStale && gauge.level == .green ? .unknown : gauge.level
        next.forecast = state?.forecast ?? []
        next.advice = state?.advice ?? []
        next.expectedLevel = state?.expectedLevel
        next.expectedAt = state?.expectedAt
        state = next
        var look = Look(state: next, isLevelChanged: isChanged)
        if isChanged, gauge.level > before, gauge.level > .green { look.rise = gauge.level }
        lastEstimate = estimate
        return look
    }

    private mutating func basis(at now: Timestamp, _ place: GatePlace) -> QueueBasis {
        if let basis, now.seconds(since: basis.at) < QueueBasis.seconds { return basis }
        let new = QueueBasis(
            log, shares, forecaster.arrivals.pattern, place, lateSeconds: lateness.seconds, at: now)
        basis = new
        return new
    }

    /// Forecasts from the last look; once a minute.
    mutating func forecast(
        at now: Timestamp, _ place: GatePlace, _ settings: CongestionSettings, approaching: [Timestamp]
    ) -> [ScoredForecast] {
        forecastAt = now
        log.forget(before: now)
        shares.learn(log, at: now)
        guard let estimate = lastEstimate, state != nil else { return [] }
        let result = forecaster.step(
            estimate, log, place, approaching: approaching, limits: settings.limits(gate: place.code))
        state?.forecast = result.forecast.map(\.rounded)
        let isGraver = result.expected.map { $0.level > gauge.level } ?? false
        state?.expectedLevel = isGraver ? result.expected?.level : nil
        state?.expectedAt = isGraver ? result.expected?.at : nil
        return result.scored
    }

    mutating func advise(_ advice: [GateAdvice]) { state?.advice = advice }

    /// Says what is known now: the outside hears it.
    mutating func say() -> GateCongestion? {
        said = state
        return said
    }

    /// Whether the present state has something new to it.
    func isWorthSaying(_ next: GateCongestion, at now: Timestamp) -> Bool {
        guard let said else { return next.evidenceAt != nil }
        return said.level != next.level || said.flow != next.flow || said.isOpen != next.isOpen
            || said.isStale != next.isStale || said.expectedLevel != next.expectedLevel
            || (now.seconds(since: said.at) >= Self.wordSeconds && said.evidenceAt != next.evidenceAt)
    }

    private func describe(
        _ estimate: QueueEstimate, _ place: GatePlace, _ settings: CongestionSettings, at now: Timestamp
    ) -> GateCongestion {
        var next = GateCongestion(place, at: now)
        let vehicles = max(Double(estimate.seen), estimate.vehicles)
        next.vehiclesWaiting = Int(vehicles.rounded())
        next.vehiclesSeen = estimate.seen
        // 80 % of a normal distribution lie within 1.2816 standard errors.
        let reach = 1.2816 * estimate.vehiclesError
        next.vehiclesWaitingRange = .init(
            p10: max(Double(estimate.seen), (vehicles - reach).rounded()), p90: (vehicles + reach).rounded())
        if let wait = estimate.waitSeconds {
            next.waitSeconds = wait.rounded()
            let queue = vehicles > 0 ? estimate.vehiclesError / vehicles : 0
            let rate = estimate.capacityPerHour > 0 ? estimate.capacityError / estimate.capacityPerHour : 0.5
            let share = 1.2816 * (queue * queue + rate * rate + 1 / max(1, vehicles) * 0.5).squareRoot()
            next.waitSecondsRange = .init(
                p10: (wait * max(0, 1 - share)).rounded(), p90: (wait * (1 + share)).rounded())
        }
        next.measuredWaitSeconds = estimate.measuredWaitSeconds?.rounded()
        next.arrivalsPerHour = Self.tenths(estimate.arrivalsPerHour)
        next.departuresPerHour = Self.tenths(estimate.departuresPerHour)
        next.observedCapacityPerHour = flow.through == nil ? nil : Self.tenths(estimate.capacityPerHour)
        next.isOpenByCalendar = estimate.isOpenByCalendar
        next.isOpen = (estimate.isOpenByCalendar || estimate.passesWhileClosed) && estimate.flow != .stopped
        next.changesAt = place.calendar.nextChange(after: now)
        next.flow = estimate.flow
        next.flowSince = estimate.flowSince
        next.seenShare = (estimate.share * 1000).rounded() / 1000
        next.evidenceAt = log.evidenceAt
        next.isStale = log.evidenceAt.map { now.seconds(since: $0) > settings.staleAfterSeconds } ?? true
        return next
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

extension QueueForecast {
    /// In tenths of vehicles and whole seconds: more digits would say more than is known.
    fileprivate var rounded: QueueForecast {
        var forecast = self
        forecast.vehiclesWaiting = vehiclesWaiting.rounded(to: 0.1)
        forecast.waitSeconds = waitSeconds.rounded(to: 1)
        return forecast
    }
}

extension Quantiles {
    fileprivate func rounded(to unit: Double) -> Quantiles {
        func round(_ value: Double) -> Double { (value / unit).rounded() / (1 / unit) }
        return Quantiles(p10: round(p10), p50: round(p50), p90: round(p90))
    }
}
