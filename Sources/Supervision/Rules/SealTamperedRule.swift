import Customs

/// Detects: the seal says that its cable was cut or its case opened.
///
/// Inputs: `state` of each report. One alert for each time it turns to `tampered`, latched until an officer clears it: a
/// cut cable that is held together again is still a cut cable.
/// Fooled by: a faulty contact in the seal; by a door opened at its hinges, which no seal notices.
struct SealTamperedRule: Sendable {
    struct State: Codable, Sendable, Hashable { var isTampered = false }

    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report else { return }
        let tampered = step.state == .tampered
        if tampered && !state.isTampered {
            var finding = Finding(rule: .sealTampered, startedAt: step.time, firedAt: step.time)
            finding.position = step.position
            finding.evidence = ["state": .text(SealState.tampered.rawValue), "reportedAt": .time(step.time)]
            findings.open(finding)
        }
        state.isTampered = tampered
    }
}
