import Customs

/// Detects: the seal is unlocked during its transit.
///
/// Inputs: `state` of each report that belongs to the transit. Unlocking is right only at the destination after an
/// officer closed the transit there, and reports after the close no longer belong to it.
/// `place` in the evidence says whether it happened at the destination, where a late close is the likeliest reason, in
/// another place where a container may stand, or on the road. No thresholds.
/// Ends: locked again; it stays on record. Fooled by: an officer who opens the seal first and closes the transit
/// afterwards; an inspection on the way.
struct SealUnlockedRule: Sendable {
    struct State: Codable, Sendable, Hashable { var isUnlocked = false }

    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(
        _ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ findings: inout Findings
    ) {
        guard isEnabled, step.kind == .report else { return }
        switch step.evidence.state {
        case .unlocked where !state.isUnlocked:
            var finding = Finding(rule: .sealUnlocked, startedAt: step.time, firedAt: step.time)
            finding.position = step.fix ?? step.evidence.position
            finding.evidence = ["state": .text(SealState.unlocked.rawValue), "reportedAt": .time(step.time)]
            finding.evidence["sequence"] = .number(Double(step.evidence.sequence))
            finding.evidence["place"] = .text(place(step, plan))
            if let speed = step.evidence.speedMetersPerSecond { finding.evidence["speed"] = .number(speed) }
            findings.open(finding)
            state.isUnlocked = true
        // What comes too late to be put in its place does not undo what came after it.
        case .locked where state.isUnlocked && step.isInOrder:
            findings.close(.sealUnlocked, at: step.time, evidence: ["lockedAt": .time(step.time)])
            state.isUnlocked = false
        default: break
        }
    }

    private func place(_ step: TransitStep, _ plan: TransitPlan) -> String {
        if plan.destinationZones.contains(where: step.inside.contains) { return "destination" }
        if plan.originZones.contains(where: step.inside.contains) { return "origin" }
        return step.standing.isForStanding ? "standing-allowed" : "road"
    }
}
