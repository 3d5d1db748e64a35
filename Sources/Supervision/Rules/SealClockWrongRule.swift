import Customs

/// Detects: the device's clock is wrong, for its fix is later than the moment it was received, or far too old.
///
/// Inputs: the fix time against the received time; where it is wrong, the received time is taken for it. Ends: the
/// next report with a right time. Defaults: 300 s ahead, for nothing is measured after it is heard of, and a
/// receiver's clock is right to a second while a device's own drifts by minutes a month; 7 days behind, for a backlog
/// may be days old. Fooled by: a backlog of more than 7 days; by a server's clock that is wrong itself. A clock that
/// is behind by less than `behind` looks like a delay, and times that run backwards against the numbers look like old
/// reports that are sent again: the two cannot be told apart by what a report says, so that `seal-report-replayed`
/// names them.
struct SealClockWrongRule: Sendable {
    struct State: Codable, Sendable, Hashable { var isOpen = false }

    private let isEnabled: Bool
    private let aheadSeconds: Double
    private let behindSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        aheadSeconds = settings["ahead"]
        behindSeconds = settings["behind"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        let error = Double(step.evidence.clockErrorSeconds)
        guard isEnabled, (error != 0) != state.isOpen, step.kind == .report, step.isInOrder else { return }
        state.isOpen = error != 0
        guard state.isOpen else {
            findings.close(.sealClockWrong, at: step.time, evidence: ["rightAt": .time(step.time)])
            return
        }
        var finding = Finding(rule: .sealClockWrong, startedAt: step.time, firedAt: step.time)
        finding.position = step.fix ?? step.evidence.position
        finding.evidence = [
            "offsetSeconds": .number(-error), "deviceTime": .time(step.time.advanced(bySeconds: -error)),
            "receivedAt": .time(step.time), "ahead": .number(aheadSeconds), "behind": .number(behindSeconds),
        ]
        finding.say("offset") { Words.span(abs(error), $0) }
        findings.open(finding)
    }
}
