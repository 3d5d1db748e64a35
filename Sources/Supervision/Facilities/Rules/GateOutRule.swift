import Customs

/// Detects: a container left through the gate and Customs had not released it (`gate-out-without-clearance`), or
/// while it was held or selected for scan or inspection (`gate-out-on-hold`).
///
/// Inputs: the gate-out, and by `ReleaseRule` the decisions, stays and transits as they were at its time; a decision
/// that is made later changes nothing. An open transit is no clearance. What was decided
/// within the minute or second that the event's time names counts for the operator. Ends: an officer; evidence or a correction that changes what
/// held at that moment. Defaults: `empties` 0, as empty containers leave without a declaration; a hold counts for
/// them too. Fooled by: a loaded container that is declared empty; an operator whose clock is behind the customs
/// system's.
struct GateOutRule: Sendable {
    private let isEnabled: Bool
    private let isHoldEnabled: Bool
    private let watchesEmpties: Bool

    init(_ settings: RuleSettings, onHold: RuleSettings) {
        isEnabled = settings.enabled
        isHoldEnabled = onHold.enabled
        watchesEmpties = settings["empties"] >= 1
    }

    /// - Parameter visits: its stays up to this departure; the one that it ends is not ended there.
    func judge(
        _ fact: GateFact, visits: [Visit], _ file: ContainerFile, _ findings: inout [PortFinding]
    ) {
        guard isEnabled || isHoldEnabled, fact.event.type == .gateOut else { return }
        func check(_ time: Timestamp) -> ReleaseCheck {
            ReleaseRule.check(
                container: file.container, facility: fact.event.facility, at: time, facts: file.decisions,
                visits: visits, legs: file.legs, emptiesNeedRelease: watchesEmpties)
        }
        let answer = check(fact.time)
        guard !answer.allowed else { return }
        // Not beyond its receipt: what was decided after the alert takes nothing back.
        let latest = min(ReleaseRule.latest(fact.event.time), fact.record.receipt.receivedAt)
        if latest > fact.time, check(latest).allowed { return }
        let isOnHold = answer.reasons.contains { [.held, .scan, .inspection].contains($0.code) }
        if isOnHold {
            guard isHoldEnabled else { return }
        } else {
            guard isEnabled else { return }
        }
        findings.append(finding(isOnHold ? .gateOutOnHold : .gateOutWithoutClearance, fact, answer, file))
    }

    private func finding(
        _ rule: RuleCode, _ fact: GateFact, _ answer: ReleaseCheck, _ file: ContainerFile
    ) -> PortFinding {
        var found = PortFinding(rule, fact, file)
        found.finding.evidence["reasons"] = .text(answer.reasons.map(\.code.rawValue).joined(separator: ", "))
        found.finding.words["reason"] = answer.reasons.map(\.message).joined(separator: "; ")
        found.finding.words["reason.vi"] = answer.reasons.map(\.messageVi).joined(separator: "; ")
        if let fullEmpty = fact.event.fullEmpty { found.finding.evidence["fullEmpty"] = .text(fullEmpty.rawValue) }
        if let plate = fact.event.vehicle?.plate { found.finding.evidence["plate"] = .text(plate) }
        if let last = file.decisions.last(where: { $0.decidedAt <= fact.time }) {
            found.finding.evidence["decided"] = .text(last.status.rawValue)
            found.finding.evidence["decidedAt"] = .time(last.decidedAt)
            found.finding.evidence["decidedUnder"] = .text(last.declaration)
        }
        return found
    }
}
