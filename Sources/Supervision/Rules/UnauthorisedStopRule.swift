import Customs
import Geofencing

/// Detects: the container stands where it may not.
///
/// Inputs: fixes. A stop lasts while fixes stay within `radius` of its first one. Standing is right in a rest area, a
/// queue, a checkpoint or any facility; a zone with its own `after` allows that long and no longer.
/// Defaults: 30 minutes is a long meal, and well under the 90 minutes of the 2015 pilot; 100 m holds a parked truck's
/// noise. Fooled by: a jam of half an hour on the open road; two fixes on both sides of a stop that fell silent; a jump that the
/// device does not own up to.
struct UnauthorisedStopRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var anchor: Coordinate?
        var since = Timestamp.distantPast
        var isOpen = false
    }

    private let isEnabled: Bool
    private let afterSeconds: Double
    private let radiusMeters: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
        radiusMeters = settings["radius"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ zones: ZoneIndex, _ findings: inout Findings) {
        // A fix that may be off by more than the radius says neither that it stands nor that it moved.
        guard isEnabled, let place = step.position, (step.horizontalErrorMeters ?? 0) <= radiusMeters else { return }
        let limit = limitSeconds(inside: step.inside, zones)
        guard let anchor = state.anchor, Geodesy.distanceMeters(anchor, place) <= radiusMeters else {
            end(&state, at: step.time, &findings)
            state.anchor = place
            state.since = step.time
            return
        }
        guard let limit else {
            // Standing here is right: the stop that counts has not begun.
            end(&state, at: step.time, &findings)
            state.since = step.time
            return
        }
        let stood = step.time.seconds(since: state.since)
        guard !state.isOpen, stood >= limit else { return }
        var finding = Finding(
            rule: .unauthorisedStop, startedAt: state.since, firedAt: state.since.advanced(bySeconds: limit))
        finding.position = anchor
        finding.evidence = [
            "stoodSeconds": .number(stood), "limitSeconds": .number(limit), "radius": .number(radiusMeters),
            "distance": .number(Geodesy.distanceMeters(anchor, place).rounded()),
        ]
        finding.words = ["duration": Words.duration(stood)]
        findings.open(finding)
        state.isOpen = true
    }

    private func end(_ state: inout State, at time: Timestamp, _ findings: inout Findings) {
        guard state.isOpen else { return }
        findings.close(
            .unauthorisedStop, at: time,
            evidence: ["totalSeconds": .number(time.seconds(since: state.since))])
        state.isOpen = false
    }

    /// The shortest limit of a zone here that has one of its own; else `nil` where standing is allowed, or the rule's.
    private func limitSeconds(inside: [ZoneIndex.Handle], _ zones: ZoneIndex) -> Double? {
        var shortest: Double?
        var mayStand = false
        for handle in inside {
            let zone = zones[handle]
            if let limit = zone.standingLimitSeconds {
                shortest = min(shortest ?? limit, limit)
            } else if zone.kind.allowsStanding {
                mayStand = true
            }
        }
        return shortest ?? (mayStand ? nil : afterSeconds)
    }
}
