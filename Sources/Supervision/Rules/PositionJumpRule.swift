import Customs

/// Detects: a position that nothing on the road can reach from the one before it.
///
/// Inputs: the placing stage's verdict: the distance, less what both fixes may be off by, over the time. Ends: the
/// next plausible fix, or where several fixes agree on the new place. Jumps within ten minutes of one another are one
/// finding; once it jumped again, it ends only after ten minutes without. A jump together with a new boot is held
/// back until the place holds: where the old boot returns, two devices take turns, and `seal-cloned` says so. Over a
/// long time without fixes any place may be reached, and nothing jumps. Defaults: 55 m/s (198 km/h) is faster than
/// any lorry, and slower than any reflection. Fooled by: a ferry or a lorry on a train is slower; a container on an
/// aeroplane is not. Spoofing begins with one, too.
struct PositionJumpRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        /// Boot of the last trusted fix.
        var boot: UInt32 = 0
        var isOpen = false
        /// It jumped again: it ends after a while without.
        var lasts = false
        var hasFix = false
        var jumps: Int32 = 0
        /// First fix of another boot that is held back.
        var heldSince = Timestamp.distantPast
        /// The first plausible fix after the last jump.
        var calmSince = Timestamp.distantPast
    }

    private let isEnabled: Bool
    private let speed: Double
    private static let calmSeconds = 600.0

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        speed = settings["speed"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled else { return }
        switch step.movement.verdict {
        case .implausible:
            if state.hasFix, step.evidence.tie != state.boot {
                if state.heldSince == .distantPast { state.heldSince = step.time }
            } else {
                jump(&state, step, since: step.time, &findings)
            }
        case .first, .plausible, .resettled:
            if state.heldSince != .distantPast {
                if step.movement.verdict == .resettled { jump(&state, step, since: state.heldSince, &findings) }
                state.heldSince = .distantPast
            }
            if state.isOpen { settle(&state, step, &findings) }
            state.boot = step.evidence.tie
            state.hasFix = true
        default: break
        }
    }

    private func jump(_ state: inout State, _ step: TransitStep, since: Timestamp, _ findings: inout Findings) {
        guard !findings.isOpen(.sealCloned) else { return }
        if state.isOpen {
            // A place that is named again is the same jump.
            if state.calmSince != .distantPast { state.jumps = min(state.jumps + 1, 10_000) }
            state.calmSince = .distantPast
            return
        }
        if findings.resume(.positionJump, within: Self.calmSeconds, at: step.time) {
            state.isOpen = true
            state.lasts = true
            state.jumps += 1
            state.calmSince = .distantPast
            return
        }
        var finding = Finding(rule: .positionJump, startedAt: since, firedAt: step.time)
        finding.position = step.evidence.position
        let movement = step.movement
        finding.evidence = [
            "distance": .number(movement.distanceMeters.rounded()), "seconds": .number(movement.seconds),
            "impliedSpeed": .number((movement.impliedSpeed * 10).rounded() / 10), "speed": .number(speed),
        ]
        if let from = movement.from { finding.evidence["from"] = .text(Words.place(from)) }
        if let place = step.evidence.position { finding.evidence["to"] = .text(Words.place(place)) }
        finding.say("distance") { Words.distance(movement.distanceMeters, $0) }
        finding.say("duration") { Words.span(movement.seconds, $0) }
        findings.open(finding)
        state.isOpen = true
        state.lasts = false
        state.jumps = 1
        state.calmSince = .distantPast
    }

    private func settle(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        if state.calmSince == .distantPast { state.calmSince = step.time }
        let isOver = !state.lasts || step.time.seconds(since: state.calmSince) >= Self.calmSeconds
        guard isOver else { return }
        findings.close(
            .positionJump, at: state.calmSince,
            evidence: ["plausibleAt": .time(state.calmSince), "jumps": .number(Double(state.jumps))])
        state.isOpen = false
    }
}
