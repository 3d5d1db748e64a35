import Customs

/// Detects: two devices report under one seal's name.
///
/// Inputs: fixes that go to and fro between two places faster than `speed`, three times at least; or boots that take
/// turns, each counting on where it was: a device that started again never returns to the boot before. Evidence
/// stands in the order of its times, so that a late backlog of the old boot is no return. Latched; it begins with the
/// first report of the second device, and six quiet hours are needed for another finding. Defaults: 55 m/s is faster
/// than anything on a road, as for `position-jump`. Fooled by: a receiver that mirrors its place in one spot again
/// and again; a device whose boot name is not kept.
struct SealClonedRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var boot: UInt32 = 0
        var number: Int64 = -1
        var otherBoot: UInt32 = 0
        var otherNumber: Int64 = -1
        var returns: Int32 = 0
        var isFound = false
        var switchedAt = Timestamp.distantPast
        /// When the second device was first heard, and last.
        var bootSince = Timestamp.distantPast
        var placeSince = Timestamp.distantPast
        var lastAt = Timestamp.distantPast
    }

    private let isEnabled: Bool
    private let speed: Double
    private static let leastAlternations = 3
    private static let leastReturns: Int32 = 2
    private static let quietSeconds = 6 * 3600.0
    private static let visitSeconds = 3600.0

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        speed = settings["speed"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report, step.isInOrder else { return }
        if step.evidence.tie != state.boot || state.number < 0 {
            changeBoot(&state, step, &findings)
        } else {
            state.number = max(state.number, step.evidence.sequence)
        }
        guard step.movement.verdict == .implausible, step.movement.impliedSpeed > speed else { return }
        if step.movement.alternations == 1 || step.time.seconds(since: state.placeSince) > Self.quietSeconds {
            state.placeSince = step.time
        }
        if step.movement.alternations >= Self.leastAlternations {
            find(&state, step, since: state.placeSince, "places", &findings)
        }
    }

    private func changeBoot(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        let item = step.evidence
        guard state.number >= 0 else {
            state.boot = item.tie
            state.number = item.sequence
            return
        }
        // A copy of the report before it, under another number, is an old report that is sent again.
        if step.movement.seconds == 0, step.movement.distanceMeters == 0, step.movement.verdict == .plausible { return }
        let isReturn =
            item.tie == state.otherBoot && state.otherNumber >= 0 && item.sequence > state.otherNumber
        let isSoon = step.time.seconds(since: state.switchedAt) <= Self.visitSeconds
        if isReturn {
            if state.returns == 0 || !isSoon {
                state.bootSince = isSoon ? state.switchedAt : step.time
                state.returns = 0
            }
            state.returns = min(state.returns + 1, 1000)
        } else {
            state.returns = 0
        }
        (state.otherBoot, state.otherNumber) = (state.boot, state.number)
        (state.boot, state.number) = (item.tie, item.sequence)
        state.switchedAt = step.time
        if state.returns >= Self.leastReturns { find(&state, step, since: state.bootSince, "boots", &findings) }
    }

    private func find(
        _ state: inout State, _ step: TransitStep, since: Timestamp, _ sign: String, _ findings: inout Findings
    ) {
        defer { state.lastAt = step.time }
        if state.isFound, step.time.seconds(since: state.lastAt) <= Self.quietSeconds { return }
        state.isFound = true
        var finding = Finding(rule: .sealCloned, startedAt: since, firedAt: step.time)
        finding.position = step.evidence.position
        finding.evidence = [
            "sign": .text(sign), "alternations": .number(Double(step.movement.alternations)),
            "returnsToBoot": .number(Double(state.returns)), "speed": .number(speed),
            "distance": .number(step.movement.distanceMeters.rounded()), "seconds": .number(step.movement.seconds),
            "impliedSpeed": .number(step.movement.impliedSpeed.rounded()),
        ]
        if let from = step.movement.from { finding.evidence["from"] = .text(Words.place(from)) }
        if let place = step.evidence.position { finding.evidence["to"] = .text(Words.place(place)) }
        findings.open(finding)
    }
}
