import Customs
import Geofencing

/// Detects: the container stands where it may not.
///
/// Inputs: fixes, gathered into stands by `Standing`: one lasts while fixes stay within `radius` of where it began. One
/// stray fix does not end it, poor fixes say nothing, and a jam that moves on by more than `radius` within the time is no
/// stand. Two fixes at one place with silence between are one stand: a seal that reports less often at rest is judged like
/// any other. Standing is right in a rest area, a queue, a checkpoint or any facility; a zone with its own `after` allows that
/// long and no longer.
/// Ends: it has moved on, or is where it may stand.
/// Defaults: 30 minutes is a long meal, and well under the 90 minutes of the 2015 pilot; 100 m holds a parked truck's noise.
/// Fooled by: a jam that stands still for half an hour on the open road; a breakdown; a drive there and back between two
/// reports that are 30 minutes apart; a rest area that no zone was drawn for.
struct UnauthorisedStopRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var since = Timestamp.distantPast
        var isOpen = false
    }

    private let isEnabled: Bool
    private let afterSeconds: Double
    /// Metres around which fixes belong to one stand, for every rule that looks at stands.
    let radiusMeters: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
        radiusMeters = settings["radius"]
    }

    /// Must see a step after `standing` has.
    func step(_ state: inout State, _ standing: Standing, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.fix != nil else { return }
        if state.isOpen {
            if standing.fixes == 0 || standing.hasLeft || standing.from != state.since {
                // A new stand began when it left the old one.
                let movedOn = standing.fixes == 0 || standing.hasLeft ? standing.awayAt : standing.from
                end(&state, at: max(movedOn, state.since), &findings)
            } else {
                return
            }
        }
        guard standing.fixes > 1, !standing.hasLeft, standing.until == step.time else { return }
        guard let limit = step.standing.limitSeconds(usual: afterSeconds), standing.seconds >= limit else { return }
        open(&state, standing, limit: limit, step, &findings)
    }

    private func open(
        _ state: inout State, _ standing: Standing, limit: Double, _ step: TransitStep, _ findings: inout Findings
    ) {
        let place = standing.anchor.coordinate
        var finding = Finding(
            rule: .unauthorisedStop, startedAt: standing.from,
            firedAt: standing.from.advanced(bySeconds: limit))
        finding.position = place
        finding.evidence = [
            "stoodSeconds": .number(standing.seconds), "limitSeconds": .number(limit), "after": .number(afterSeconds),
            "radius": .number(radiusMeters), "fixes": .number(Double(standing.fixes)),
            "distance": .number(Geodesy.nearbyMeters(place, step.fix ?? place).rounded()),
        ]
        if let own = step.standing.ownLimitSeconds { finding.evidence["zoneLimitSeconds"] = .number(own) }
        if let error = step.evidence.errorMeters { finding.evidence["errorMeters"] = .number(error) }
        finding.say("duration") { Words.duration(standing.seconds, $0) }
        findings.open(finding)
        state.isOpen = true
        state.since = standing.from
    }

    private func end(_ state: inout State, at time: Timestamp, _ findings: inout Findings) {
        findings.close(
            .unauthorisedStop, at: time,
            evidence: ["movedOnAt": .time(time), "totalSeconds": .number(time.seconds(since: state.since))])
        state.isOpen = false
    }
}
