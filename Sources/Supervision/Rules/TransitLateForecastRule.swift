import Customs
import Geofencing

/// Detects: the container is expected at its destination after its deadline.
///
/// Inputs: trusted fixes from the departure on, looked at every five minutes of evidence or at each new 5 km of the
/// route, and how long earlier transits took for each piece of it at that time of day. Where they teach most of the
/// rest of the way, their mean must pass the deadline by `margin`, and four fifths of it the deadline itself. Where
/// they do not, only what even a lorry at 58 km/h without a stop cannot reach is late: an assumed pace must not raise
/// an alert that a good driver disproves. Both twice in a row, five minutes apart. Standing needs nothing of its own:
/// the expected arrival moves on with the clock. Ends: the expected arrival is before the deadline again, or it
/// arrives; after the deadline `transit-overdue` says so too. Default: 900 s is what an hour's forecast on Vietnamese
/// roads is off by. Without a route, the straight line and a quarter counts. Fooled by: a road with no experience and
/// a long queue at its end; a new, faster road; a silent seal, which is another rule's.
struct TransitLateForecastRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        /// When to look again.
        fileprivate var next = Timestamp.distantPast
        /// Since when it looks late; long past where it does not.
        fileprivate var lateSince = Timestamp.distantPast
        fileprivate var piece: Int16 = -1
        fileprivate var isOpen = false
    }

    private struct Forecast {
        var arrival: Timestamp
        var earliest: Timestamp
        var remainingMeters: Double
        var basis: String
    }

    private static let lookSeconds = 300.0
    /// 58 km/h: the mean of a lorry that never stops, on a road with a limit of 80.
    private static let fastMetersPerSecond = 16.0
    private static let roadsLonger = 1.25
    private static let optimism = 0.8
    private static let leastLearnedShare = 0.8

    private let isEnabled: Bool
    private let marginSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        marginSeconds = settings["margin"]
    }

    func step(
        _ state: inout State, _ step: TransitStep, _ transit: (departedAt: Timestamp?, arrivedAt: Timestamp?),
        _ road: RoadProgress, _ plan: TransitPlan, _ world: World, _ findings: inout Findings
    ) {
        guard isEnabled else { return }
        if state.isOpen, let arrivedAt = transit.arrivedAt {
            return close(&state, at: max(arrivedAt, state.lateSince), ["arrivedAt": .time(arrivedAt)], &findings)
        }
        guard let fix = step.fix, step.time >= state.next || road.piece != state.piece else { return }
        guard transit.departedAt != nil, transit.arrivedAt == nil, step.time < plan.deadline else { return }
        state.next = step.time.advanced(bySeconds: Self.lookSeconds)
        state.piece = road.piece
        guard let forecast = forecast(from: fix, step, plan, world.experience) else { return }
        if state.isOpen {
            if forecast.arrival < plan.deadline {
                close(&state, at: step.time, ["recoveredArrival": .time(forecast.arrival)], &findings)
            }
            return
        }
        let isLate = forecast.arrival > plan.deadline.advanced(bySeconds: marginSeconds)
        guard isLate, forecast.earliest > plan.deadline else {
            state.lateSince = .distantPast
            return
        }
        guard state.lateSince != .distantPast else {
            state.lateSince = step.time
            return
        }
        guard step.time.seconds(since: state.lateSince) >= Self.lookSeconds else { return }
        state.isOpen = true
        findings.open(finding(state, forecast, at: step.time, fix, plan))
    }

    private func close(
        _ state: inout State, at time: Timestamp, _ evidence: [String: EvidenceValue], _ findings: inout Findings
    ) {
        findings.close(.transitLateForecast, at: time, evidence: evidence)
        state.isOpen = false
        state.lateSince = .distantPast
    }

    private func forecast(
        from fix: Coordinate, _ step: TransitStep, _ plan: TransitPlan, _ experience: Experience
    ) -> Forecast? {
        guard let way = plan.way, let road = step.road else {
            guard let destination = plan.destinationPlace else { return nil }
            return assumed(Geodesy.distanceMeters(fix, destination) * Self.roadsLonger, at: step.time)
        }
        let meters = way.meters(along: road.alongMeters)
        let remaining = max(0, way.endMeters - meters)
        if let route = experience.version(at: step.time)?.route(way) {
            let learned = route.forecast(from: meters, to: way.endMeters, at: step.time)
            if learned.learnedShare >= Self.leastLearnedShare {
                return Forecast(
                    arrival: step.time.advanced(bySeconds: learned.seconds.rounded()),
                    earliest: step.time.advanced(bySeconds: (learned.seconds * Self.optimism).rounded()),
                    remainingMeters: remaining, basis: "learned from \(learned.transits) transits")
            }
        }
        return assumed(remaining + road.outsideMeters, at: step.time)
    }

    private func assumed(_ meters: Double, at time: Timestamp) -> Forecast {
        let arrival = time.advanced(bySeconds: (meters / Self.fastMetersPerSecond).rounded())
        return Forecast(arrival: arrival, earliest: arrival, remainingMeters: meters, basis: "assumed 58 km/h")
    }

    private func finding(
        _ state: State, _ forecast: Forecast, at time: Timestamp, _ fix: Coordinate, _ plan: TransitPlan
    ) -> Finding {
        var finding = Finding(rule: .transitLateForecast, startedAt: state.lateSince, firedAt: time)
        finding.position = fix
        finding.evidence = [
            "expectedArrival": .time(forecast.arrival), "earliestArrival": .time(forecast.earliest),
            "deadline": .time(plan.deadline), "margin": .number(marginSeconds),
            "remainingMeters": .number(forecast.remainingMeters.rounded()), "basis": .text(forecast.basis),
        ]
        finding.words = [
            "arrival": Words.localTime(forecast.arrival), "deadline": Words.localTime(plan.deadline),
        ]
        return finding
    }
}
