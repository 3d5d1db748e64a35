import Customs
import Geofencing

/// Detects: the container is farther outside its route's corridor than `distance`, for `after` or longer.
///
/// Inputs: trusted fixes against the route's line, each given the benefit of its own error; two fixes at least. From
/// the departure to the arrival, and not where it may stand: a rest area beside the road is no deviation, though
/// being in one does not end a deviation that led there. Ends: half of `distance` from the corridor, or inside it, so
/// that a road along the limit is one alert. Defaults: 200 m and 120 s are wider and longer than a fly-over, a
/// service road or a wrong turn taken back. Fooled by: a road drawn too roughly; a facility that the route's line
/// does not reach; a detour by the police's order.
struct RouteDeviationRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        /// The first fix outside; long past while it is inside.
        fileprivate var since = Timestamp.distantPast
        fileprivate var place = GridPoint(latitude: 0, longitude: 0)
        fileprivate var farthestMeters: Float = 0
        fileprivate var isOpen = false
    }

    private let isEnabled: Bool
    private let distanceMeters: Double
    private let afterSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        distanceMeters = settings["distance"]
        afterSeconds = settings["after"]
    }

    func step(
        _ state: inout State, _ step: TransitStep, isUnderWay: Bool, _ plan: TransitPlan, _ zones: ZoneIndex,
        _ findings: inout Findings
    ) {
        guard isEnabled, let road = step.road else { return }
        let outside = road.outsideMeters
        let isOutside = state.since != .distantPast
        // The usual case: on its road.
        guard isOutside || outside > distanceMeters else { return }
        let isBack = outside <= (state.isOpen ? distanceMeters / 2 : distanceMeters)
        if !isUnderWay || isBack || (step.standing.isAllowed && !state.isOpen) {
            return end(&state, at: step.time, &findings)
        }
        guard outside - (step.evidence.errorMeters ?? 0) > distanceMeters, let fix = step.fix else { return }
        state.farthestMeters = max(state.farthestMeters, Float(outside))
        guard isOutside else {
            state.since = step.time
            state.place = GridPoint(fix)
            return
        }
        guard !state.isOpen, step.time.seconds(since: state.since) >= afterSeconds else { return }
        state.isOpen = true
        var finding = Finding(
            rule: .routeDeviation, startedAt: state.since, firedAt: state.since.advanced(bySeconds: afterSeconds))
        finding.position = state.place.coordinate
        finding.evidence = [
            "farthestMeters": .number(Double(state.farthestMeters.rounded())),
            "outsideSeconds": .number(step.time.seconds(since: state.since)),
            "alongMeters": .number(road.alongMeters.rounded()), "distance": .number(distanceMeters),
            "after": .number(afterSeconds),
        ]
        if let way = plan.way {
            finding.evidence["route"] = .text(zones[way.route].id)
            finding.evidence["corridorMeters"] = .number(way.halfWidthMeters)
        }
        finding.say("distance") { Words.distance(Double(state.farthestMeters), $0) }
        findings.open(finding)
    }

    private func end(_ state: inout State, at time: Timestamp, _ findings: inout Findings) {
        if state.isOpen {
            findings.close(
                .routeDeviation, at: time,
                evidence: [
                    "farthestMeters": .number(Double(state.farthestMeters.rounded())),
                    "totalSeconds": .number(time.seconds(since: state.since)),
                ])
        }
        state = State()
    }
}
