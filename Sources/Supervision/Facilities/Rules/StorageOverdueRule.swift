import Customs

/// Detects: a container stands in a facility too long.
///
/// Inputs: its stay, from the first event of it. Ends: it leaves. A gate-out that comes late and shows that it left
/// in time withdraws the alert. Default: `after` 2,592,000, 30 days in which goods are to be cleared or moved. Fooled
/// by: a gate-out that nobody reports; a container that left and came back unreported.
struct StorageOverdueRule: Sendable {
    private let isEnabled: Bool
    private let afterSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
    }

    /// When a stay that began at `since` becomes too long; far away where nobody watches.
    func deadline(since: Timestamp) -> Timestamp {
        isEnabled && since < .distantFuture ? since.advanced(bySeconds: afterSeconds) : .distantFuture
    }

    func judge(_ visit: Visit, _ file: ContainerFile, _ findings: inout [PortFinding]) {
        let deadline = deadline(since: visit.arrival.time)
        guard deadline < .distantFuture, (visit.departure?.time ?? file.now) >= deadline else { return }
        var finding = Finding(rule: .storageOverdue, startedAt: deadline, firedAt: deadline)
        finding.endedAt = visit.departure?.time
        finding.qualifier = visit.facility
        finding.facility = visit.facility
        finding.evidence = ["since": .time(visit.arrival.time), "after": .number(afterSeconds)]
        if let eventId = visit.arrival.eventId { finding.evidence["eventId"] = .text(eventId) }
        if let account = visit.arrival.account { finding.evidence["account"] = .text(account) }
        if let declaration = visit.declaration { finding.evidence["declaration"] = .text(declaration) }
        if let left = visit.departure?.time { finding.evidence["leftAt"] = .time(left) }
        finding.words["since"] = Words.localTime(visit.arrival.time)
        finding.say("limit") { Words.span(afterSeconds, $0) }
        findings.append(PortFinding(finding, file))
    }
}
