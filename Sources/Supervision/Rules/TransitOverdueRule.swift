import Customs

/// Detects: the container has not arrived at its deadline.
///
/// Inputs: the deadline, and the arrival by zone or gate event. Ends: it arrives. Evidence that comes late and shows an
/// arrival in time withdraws the alert. Default: `after` 0, the deadline itself.
/// Suspect positions decide no arrival: while a spoofing is young, only a gate-in does.
/// Fooled by: a destination whose zone is drawn too small, and an operator who posts no gate-in; a deadline typed wrong.
struct TransitOverdueRule: Sendable {
    private let isEnabled: Bool
    private let afterSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
    }

    func step(_ plan: TransitPlan, arrivedAt: Timestamp?, _ findings: inout Findings) {
        guard isEnabled, let arrivedAt, findings.isOpen(.transitOverdue) else { return }
        findings.close(
            .transitOverdue, at: arrivedAt,
            evidence: [
                "arrivedAt": .time(arrivedAt), "lateSeconds": .number(arrivedAt.seconds(since: plan.deadline)),
            ])
    }

    func advance(_ plan: TransitPlan, arrivedAt: Timestamp?, to time: Timestamp, _ findings: inout Findings) {
        guard time >= plan.deadline, let due = deadline(plan, arrivedAt: arrivedAt, findings), time >= due else {
            return
        }
        var finding = Finding(rule: .transitOverdue, startedAt: plan.deadline, firedAt: due)
        finding.evidence = [
            "deadline": .time(plan.deadline), "after": .number(afterSeconds), "destination": .text(plan.destination),
            "allowedSeconds": .number(plan.deadline.seconds(since: plan.startsAt)),
        ]
        finding.words = ["deadline": Words.localTime(plan.deadline)]
        findings.open(finding)
    }

    func deadline(_ plan: TransitPlan, arrivedAt: Timestamp?, _ findings: Findings) -> Timestamp? {
        guard isEnabled, arrivedAt == nil, !findings.isOpen(.transitOverdue), !findings.isFull(.transitOverdue)
        else { return nil }
        return plan.deadline.advanced(bySeconds: afterSeconds)
    }
}
