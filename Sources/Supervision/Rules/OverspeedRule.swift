import Customs
import Geofencing

/// Detects: the container is driven too fast for a while.
///
/// Inputs: the speed that the device says at trusted fixes, where the way between the fixes does not belie it; of a
/// device that says none, the way between fixes that are 60 s apart at least, measured from where it became too fast.
/// Every fix of `after` seconds must be above `speed`, with no more than five minutes between two: a single one never
/// fires. Ends: a slower fix. What begins again within ten minutes is the same finding. Defaults: 27.8 m/s is 100
/// km/h, above what a container lorry may drive on any road of Vietnam. Fooled by: a receiver that says a wrong speed
/// and makes a fitting way of it, which is spoofing.
struct OverspeedRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var isFast = false
        var isOpen = false
        var fixes: Int16 = 0
        var peak: Float = 0
        var since = Timestamp.distantPast
        var lastAt = Timestamp.distantPast
        /// Where the way of a device without a speed is measured from.
        var anchor = GridPoint(latitude: 0, longitude: 0)
        var anchorAt = Timestamp.distantPast
    }

    private let isEnabled: Bool
    private let speed: Double
    private let afterSeconds: Double
    private static let mostSecondsBetween = 300.0
    private static let leastSecondsOfWay = 60.0
    private static let slackMeters = 60.0
    private static let resumeSeconds = 600.0

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        speed = settings["speed"]
        afterSeconds = settings["after"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, let fix = step.fix else { return }
        guard step.evidence.clockErrorSeconds == 0 else {
            // Its time is when it was received.
            return slow(&state, step, &findings)
        }
        guard let said = step.evidence.speedMetersPerSecond else {
            return judgeWay(&state, step, fix, &findings)
        }
        if said > speed, isBorneOut(said, step.movement) {
            fast(&state, step, said, since: step.time, &findings)
        } else {
            slow(&state, step, &findings)
        }
    }

    /// Whether it came at least half as far as it says; bends make the way longer than the distance.
    private func isBorneOut(_ said: Double, _ movement: Movement) -> Bool {
        guard movement.verdict == .plausible, movement.seconds >= 20, movement.seconds <= Self.mostSecondsBetween
        else { return true }
        // It may have sped up since the fix before: half of the limit is what must be seen.
        return movement.distanceMeters + Self.slackMeters >= 0.5 * speed * movement.seconds
    }

    private func judgeWay(
        _ state: inout State, _ step: TransitStep, _ fix: Coordinate, _ findings: inout Findings
    ) {
        let seconds = step.time.seconds(since: state.anchorAt)
        if seconds < Self.leastSecondsOfWay { return }
        let meters = Geodesy.nearbyMeters(state.anchor.coordinate, fix) - Self.slackMeters
        if seconds <= 2 * Self.mostSecondsBetween, step.movement.verdict == .plausible, meters / seconds > speed {
            fast(&state, step, meters / seconds, since: state.anchorAt, &findings)
            // Over a long way its bends would hide the speed.
            if seconds < Self.mostSecondsBetween { return }
        } else {
            slow(&state, step, &findings)
        }
        state.anchor = GridPoint(fix)
        state.anchorAt = step.time
    }

    private func fast(
        _ state: inout State, _ step: TransitStep, _ speed: Double, since: Timestamp, _ findings: inout Findings
    ) {
        if state.isFast, step.time.seconds(since: state.lastAt) > Self.mostSecondsBetween {
            slow(&state, step, &findings)
        }
        if !state.isFast {
            state.isFast = true
            state.since = since
            state.fixes = 0
            state.peak = 0
        }
        state.fixes = min(state.fixes + 1, 1000)
        state.lastAt = step.time
        state.peak = max(state.peak, Float(speed))
        let lasted = step.time.seconds(since: state.since)
        guard !state.isOpen, state.fixes >= 2, lasted >= afterSeconds else { return }
        state.isOpen = true
        if findings.resume(.overspeed, within: Self.resumeSeconds, at: state.since) { return }
        var finding = Finding(rule: .overspeed, startedAt: state.since, firedAt: step.time)
        finding.position = step.fix
        finding.evidence = [
            "reached": .number((Double(state.peak) * 10).rounded() / 10), "speed": .number(self.speed),
            "lastedSeconds": .number(lasted), "after": .number(afterSeconds), "fixes": .number(Double(state.fixes)),
        ]
        finding.words = ["speed": Words.speed(Double(state.peak))]
        finding.say("duration") { Words.span(lasted, $0) }
        findings.open(finding)
    }

    private func slow(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard state.isFast else { return }
        state.isFast = false
        guard state.isOpen else { return }
        state.isOpen = false
        findings.close(
            .overspeed, at: step.time,
            evidence: [
                "slowerAt": .time(step.time), "peak": .number((Double(state.peak) * 10).rounded() / 10),
                "totalSeconds": .number(step.time.seconds(since: state.since)),
            ])
    }
}
