import Customs

/// Detects: an operator reported an event later than its deadline.
///
/// Inputs: the event's time and when it came, against the deadline of its facility and type. What an announced outage
/// explains is a backlog and no alert. A correction is as late as what it corrects was. Ends: an officer, or the
/// operator's correction of the time. Default: `after` 3600, the operators' hour for handing in a batch.
/// Fooled by: an operator that stamps events with the time of posting.
struct GateReportLateRule: Sendable {
    private let isEnabled: Bool
    private let afterSeconds: Double
    private let deadlines: ReportingDeadlines

    init(_ settings: RuleSettings, _ deadlines: ReportingDeadlines) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
        self.deadlines = deadlines
    }

    /// Seconds after the event in which it is to be reported.
    func deadlineSeconds(facility: String, type: GateEvent.Kind) -> Double {
        deadlines.seconds(facility: facility, type: type, usual: afterSeconds)
    }

    func judge(_ fact: GateFact, _ file: ContainerFile, _ findings: inout [PortFinding]) {
        guard isEnabled, fact.isLate else { return }
        let lateness = fact.firstToldAt.seconds(since: fact.event.time)
        let deadline = deadlineSeconds(facility: fact.event.facility, type: fact.event.type)
        guard lateness > deadline else { return }
        var found = PortFinding(.gateReportLate, fact, file)
        found.finding.firedAt = fact.firstToldAt
        found.finding.evidence["lateness"] = .number(lateness)
        found.finding.evidence["after"] = .number(deadline)
        found.finding.evidence["reportedAt"] = .time(fact.firstToldAt)
        found.finding.words["account"] = fact.record.account
        found.finding.say("lateness") { Words.span(lateness, $0) }
        found.finding.say("limit") { Words.span(deadline, $0) }
        findings.append(found)
    }
}
