import Customs
import Geofencing

/// Alerts of containers and calls.
extension Supervisor {
    mutating func publish(_ found: PortFinding, id: String, of handle: Int32, into effects: inout [Effect]) {
        var rest = containers[handle].rest
        guard let index = rest.alerts.lastIndex(where: { $0.alert.id == id }) else {
            raise(found, id: id, of: handle, &rest, into: &effects)
            containers[handle].rest = rest
            return
        }
        let known = rest.alerts[index].alert
        var alert = Self.renewed(known, by: found.finding)
        alert.transit = found.transit
        alert.seal = found.seal
        say(found.finding, in: &alert)
        rest.alerts[index].event = found.event
        rest.alerts[index].alert = alert
        containers[handle].rest = rest
        if let change = Self.change(from: known, to: alert) {
            let time = change == .cleared ? alert.clearedAt : change == .raised ? found.finding.firedAt : nil
            emit(.alert(change, alert), at: time ?? clock, into: &effects)
        }
    }

    private mutating func raise(
        _ found: PortFinding, id: String, of handle: Int32, _ rest: inout ContainerRecord.Rest,
        into effects: inout [Effect]
    ) {
        if rest.alerts.count >= ContainerRecord.mostAlerts {
            // More than this of one container says nothing new while officers have all of those before them.
            guard let old = rest.alerts.firstIndex(where: { $0.alert.status != .active }) else { return }
            rest.alerts.remove(at: old)
        }
        let finding = found.finding
        var alert = Alert(
            id: id, rule: finding.rule, severity: ruleBook[finding.rule].severity, transit: found.transit,
            container: containers[handle].number, seal: found.seal, facility: finding.facility,
            startedAt: finding.startedAt, detectedAt: clock, evidence: finding.evidence)
        say(finding, in: &alert)
        emit(.alert(.raised, alert), at: finding.firedAt, into: &effects)
        if let endedAt = finding.endedAt {
            alert.status = .cleared
            alert.clearedAt = endedAt
            emit(.alert(.cleared, alert), at: endedAt, into: &effects)
        }
        rest.alerts.append(PortAlert(alert: alert, event: found.event))
    }

    /// - Parameter isTakenBack: whether the operator cancelled its event, or replaced it; `nil` where it did neither.
    mutating func withdrawPort(
        _ id: String, of handle: Int32, isTakenBack: Bool?, into effects: inout [Effect]
    ) {
        var rest = containers[handle].rest
        guard let index = rest.alerts.lastIndex(where: { $0.alert.id == id }),
            rest.alerts[index].alert.status != .withdrawn, !rest.alerts[index].alert.isClearedByOfficer
        else { return }
        let rule = rest.alerts[index].alert.rule
        let reason = isTakenBack.map { PhraseBook.correction(isCancelled: $0) } ?? PhraseBook.withdrawal(of: rule)
        rest.alerts[index].alert = Self.withdrawn(rest.alerts[index].alert, because: reason, at: clock)
        containers[handle].rest = rest
        emit(.alert(.withdrawn, rest.alerts[index].alert), at: clock, into: &effects)
    }

    /// Fills the alert's message in both languages.
    func say(_ finding: Finding, in alert: inout Alert) {
        guard let phrase = PhraseBook.alerts[finding.phrase] else { return }
        let zone = finding.facility.flatMap { world.zones.handles(facility: $0).first }.map { world.zones[$0] }
        var english = [
            "container": alert.container ?? "", "seal": alert.seal ?? "",
            "facility": zone?.name ?? finding.facility ?? "",
        ]
        english.merge(finding.words) { _, new in new }
        var vietnamese = english
        if let name = zone?.nameVi { vietnamese["facility"] = name }
        for (key, value) in finding.words where key.hasSuffix(".vi") {
            vietnamese[String(key.dropLast(3))] = value
        }
        alert.message = phrase.filled(english).en
        alert.messageVi = phrase.filled(vietnamese).vi
    }
}
