import Customs

/// Detects: the seal is unlocked during its transit.
///
/// Inputs: `state` of each report that belongs to the transit. Unlocking is right only at the destination after an
/// officer closed the transit there, and reports after the close no longer belong to it.
/// Ends: locked again. Fooled by: an officer who opens the seal first and closes the transit afterwards.
struct SealUnlockedRule: Sendable {
    struct State: Codable, Sendable, Hashable { var isUnlocked = false }

    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report else { return }
        switch step.state {
        case .unlocked where !state.isUnlocked:
            var finding = Finding(rule: .sealUnlocked, startedAt: step.time, firedAt: step.time)
            finding.position = step.position
            finding.evidence = ["state": .text(SealState.unlocked.rawValue), "reportedAt": .time(step.time)]
            findings.open(finding)
            state.isUnlocked = true
        case .locked where state.isUnlocked:
            findings.close(.sealUnlocked, at: step.time, evidence: ["lockedAt": .time(step.time)])
            state.isUnlocked = false
        default: break
        }
    }
}
