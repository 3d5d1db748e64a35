import Customs

/// Detects: the receiver says the same place again and again although it says that it moves.
///
/// Inputs: `fixes` fixes in a row with equal coordinates to 1 cm and a speed above `speed`, counted by the placing
/// stage; a frozen fix moves nothing, so that zones and stops wait for the next good one. Ends: the coordinates
/// change. Defaults: at 3 m/s and more a fix moves by its own noise alone, and three equal ones are no chance; a
/// receiver that holds its place while it stands says no speed. Fooled by: a device that sends one fix several times
/// under new times, as some do when their network comes back.
struct PositionFrozenRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var firstAt = Timestamp.distantPast
        var isOpen = false
    }

    private let isEnabled: Bool
    private let fixes: Double
    private let speed: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        fixes = settings["fixes"]
        speed = settings["speed"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ findings: inout Findings) {
        let movement = step.movement
        guard isEnabled, movement.verdict != .noFix else { return }
        if movement.movingRepeats == 1 { state.firstAt = step.time }
        if movement.verdict == .frozen {
            guard !state.isOpen else { return }
            open(&state, step, plan, &findings)
        } else if state.isOpen, movement.repeats == 1 {
            findings.close(.positionFrozen, at: step.time, evidence: ["movedAt": .time(step.time)])
            state.isOpen = false
        }
    }

    private func open(
        _ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ findings: inout Findings
    ) {
        let startedAt = max(state.firstAt, plan.startsAt)
        var finding = Finding(rule: .positionFrozen, startedAt: startedAt, firedAt: step.time)
        finding.position = step.evidence.position
        finding.evidence = [
            "repeats": .number(Double(step.movement.movingRepeats)), "fixes": .number(fixes),
            "speed": .number(step.evidence.speedMetersPerSecond ?? 0), "speedLimit": .number(speed),
        ]
        findings.open(finding)
        state.isOpen = true
    }
}
