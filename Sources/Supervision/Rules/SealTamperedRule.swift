import Customs

/// Detects: the seal says that its cable was cut or its case opened.
///
/// Inputs: `state` of each report. One alert for each time it turns to `tampered`, latched until an officer clears it: a
/// cut cable that is held together again is still a cut cable. `lastIntactAt` in the evidence is the report before, so that
/// the two bound the moment of the cut; a cut told hours later by a backlog keeps its own time.
/// No thresholds. Ends: an officer clears it.
/// Fooled by: a faulty contact in the seal; by a door opened at its hinges, which no seal notices.
struct SealTamperedRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var isTampered = false
        /// The last report of an intact seal.
        var intactAt = Timestamp.distantPast
    }

    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report else { return }
        let tampered = step.evidence.state == .tampered
        if tampered && !state.isTampered {
            var finding = Finding(rule: .sealTampered, startedAt: step.time, firedAt: step.time)
            finding.position = step.fix ?? step.evidence.position
            finding.evidence = ["state": .text(SealState.tampered.rawValue), "reportedAt": .time(step.time)]
            finding.evidence["sequence"] = .number(Double(step.evidence.sequence))
            if step.isInOrder, state.intactAt > .distantPast {
                finding.evidence["lastIntactAt"] = .time(state.intactAt)
            }
            if let speed = step.evidence.speedMetersPerSecond { finding.evidence["speed"] = .number(speed) }
            findings.open(finding)
        }
        // What comes too late to be put in its place does not undo what came after it.
        guard step.isInOrder || tampered else { return }
        state.isTampered = tampered
        if !tampered { state.intactAt = step.time }
    }
}
