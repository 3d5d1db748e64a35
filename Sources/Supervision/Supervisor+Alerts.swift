import Customs
import Geofencing

extension Supervisor {
    /// Publishes the difference between what was said of a transit and what its evidence says now.
    ///
    /// - Parameters:
    ///   - settled: `false` while a backlog may still be coming in: silence is then judged later.
    ///   - isReconsidered: compares everything, also where the count of changes is the same: a history that was folded
    ///     again may have come to it another way.
    mutating func publish(
        _ handle: Int32, settled: Bool, isReconsidered: Bool = false, into effects: inout [Effect]
    ) {
        let seal = Int(transits[handle].seal)
        guard let position = seals[seal].history.head.transits.lastIndex(where: { $0.handle == handle })
        else { return }
        if settled, !isReconsidered, isPublished(handle, seal: seal, position: position) { return }
        let fold = seals[seal].history.head.transits[position]
        publishStatus(fold, into: &effects)

        let clockFindings = seals[seal].clockFindings.filter { $0.transit == handle }.map(\.finding)
        transits[handle].publishedRevision = fold.findings.revision
        let findings = fold.findings.all + clockFindings + transits[handle].sharedFindings
        var seen: Set<String> = []
        for finding in findings {
            let id = finding.alertID(subject: transits[handle].transit.transit)
            seen.insert(id)
            publish(finding, id: id, of: handle, settled: settled, into: &effects)
        }
        transits[handle].hasClockAlerts = !clockFindings.isEmpty
        for alert in transits[handle].alerts where !seen.contains(alert.id) && alert.status != .withdrawn {
            if alert.rule.waitsForBacklog, !settled {
                transits[handle].hasClockAlerts = true
                continue
            }
            withdraw(alert.id, of: handle, into: &effects)
        }
    }

    /// Publishes what holding a transit against others came to, and takes back what is not so any more.
    mutating func publishShared(_ handle: Int32, into effects: inout [Effect]) {
        var seen: Set<String> = []
        for finding in transits[handle].sharedFindings {
            let id = finding.alertID(subject: transits[handle].transit.transit)
            seen.insert(id)
            publish(finding, id: id, of: handle, settled: true, into: &effects)
        }
        for alert in transits[handle].alerts
        where !seen.contains(alert.id) && alert.status != .withdrawn && Finding.isShared(alert) {
            withdraw(alert.id, of: handle, into: &effects)
        }
    }

    /// Whether all that the fold holds was said before.
    private func isPublished(_ handle: Int32, seal: Int, position: Int) -> Bool {
        seals[seal].clockFindings.isEmpty && !transits[handle].hasClockAlerts
            && seals[seal].history.head.transits[position].isPublished(in: transits[handle])
    }

    /// An officer acknowledges, assigns, comments on or clears an alert.
    mutating func act(
        on id: String, _ action: AlertAction, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        guard let place = findAlert(id), var alert = self[place] else {
            return .rejected(Rejection(.notFound, "there is no alert “\(id)” that can still be worked on"))
        }
        var done = action
        done.at = receivedAt
        switch action.kind {
        case .acknowledge: alert.acknowledged = true
        case .assign: alert.assignee = action.assignee
        case .comment: break
        case .clear:
            guard alert.status == .active else {
                return .rejected(Rejection(.conflict, "alert “\(id)” is \(alert.status.rawValue) already"))
            }
            alert.status = .cleared
            alert.clearedAt = receivedAt
            alert.acknowledged = true
        }
        alert.actions = (alert.actions ?? []) + [done]
        self[place] = alert
        emit(
            .alert(action.kind == .clear ? .cleared : .updated, alert), at: receivedAt, into: &effects)
        return .alert(alert)
    }

    /// Nobody acknowledged the alert in time.
    mutating func escalateAlert(_ id: String, into effects: inout [Effect]) {
        guard let place = findAlert(id), var alert = self[place], alert.status == .active, !alert.acknowledged,
            alert.escalatedAt == nil
        else { return }
        alert.escalatedAt = clock
        self[place] = alert
        emit(.alert(.updated, alert), at: clock, into: &effects)
    }

    /// Where an alert is kept.
    private enum AlertPlace {
        case transit(Int32, Int)
        case container(Int32, Int)
        case call(Int32)
        case gate(Int, Int)
        case province(String, Int)
    }

    private subscript(_ place: AlertPlace) -> Alert? {
        get {
            switch place {
            case .transit(let handle, let index): transits[handle].alerts[index]
            case .container(let handle, let index): containers[handle].alerts[index].alert
            case .call(let handle): calls[handle].alert
            case .gate(let gate, let index): gates.watches[gate].alerts[index]
            case .province(let name, let index): gates.provinceAlerts[name]?[index]
            }
        }
        set {
            guard let newValue else { return }
            switch place {
            case .transit(let handle, let index): transits[handle].alerts[index] = newValue
            case .container(let handle, let index): containers[handle].rest.alerts[index].alert = newValue
            case .call(let handle): calls[handle].alert = newValue
            case .gate(let gate, let index): gates.watches[gate].alerts[index] = newValue
            case .province(let name, let index): gates.provinceAlerts[name]?[index] = newValue
            }
        }
    }

    private func publishedIndex(_ id: String, of handle: Int32) -> Int? {
        transits[handle].alerts.lastIndex { $0.id == id }
    }

    private func findAlert(_ id: String) -> AlertPlace? {
        // The id names its subject: `rule.subject.onset[.qualifier]`; all may hold points, so every split is tried.
        let parts = id.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        for end in 2..<parts.count {
            let name = parts[1..<end].joined(separator: ".")
            if let handle = transitHandles[name], let index = publishedIndex(id, of: handle) {
                return .transit(handle, index)
            }
            if let handle = containers.handle(name),
                let index = containers[handle].alerts.lastIndex(where: { $0.alert.id == id })
            {
                return .container(handle, index)
            }
        }
        if id.hasPrefix("\(RuleCode.congestion.rawValue).") { return congestionAlert(id) }
        guard id.hasPrefix("\(RuleCode.manifestDiscrepancy.rawValue).") else { return nil }
        return calls.handle(alert: id).map { .call($0) }
    }

    private func congestionAlert(_ id: String) -> AlertPlace? {
        for gate in gates.watches.indices {
            if let index = gates.watches[gate].alerts.lastIndex(where: { $0.id == id }) { return .gate(gate, index) }
        }
        for (name, alerts) in gates.provinceAlerts {
            if let index = alerts.lastIndex(where: { $0.id == id }) { return .province(name, index) }
        }
        return nil
    }

    private mutating func publishStatus(_ fold: TransitFold, into effects: inout [Effect]) {
        var transit = transits[fold.handle].transit
        let status = transit.status.isEnded ? transit.status : fold.status
        guard transit.status != status else {
            // A moment that late evidence moved is kept, and is no change of the transit.
            transits[fold.handle].transit.departedAt = fold.departedAt
            transits[fold.handle].transit.arrivedAt = fold.arrivedAt
            return
        }
        let hasArrived = fold.arrivedAt != nil && transit.arrivedAt != fold.arrivedAt
        let hasDeparted = fold.departedAt != nil && transit.departedAt != fold.departedAt
        transit.departedAt = fold.departedAt
        if hasDeparted, let departedAt = fold.departedAt {
            transit.status = hasArrived ? .inTransit : status
            emit(.transit(transit), at: departedAt, into: &effects)
        }
        transit.arrivedAt = fold.arrivedAt
        transit.status = status
        if hasArrived || !hasDeparted { emit(.transit(transit), at: fold.arrivedAt ?? clock, into: &effects) }
        transits[fold.handle].transit = transit
    }

    private mutating func publish(
        _ finding: Finding, id: String, of handle: Int32, settled: Bool, into effects: inout [Effect]
    ) {
        guard let index = publishedIndex(id, of: handle) else {
            // While evidence is still coming in, a silence may be none.
            if finding.rule.waitsForBacklog, !settled { return }
            raise(finding, id: id, of: handle, into: &effects)
            return
        }
        let known = transits[handle].alerts[index]
        var alert = Self.renewed(known, by: finding)
        fill(&alert, from: finding, of: handle)
        guard let change = Self.change(from: known, to: alert) else { return }
        transits[handle].alerts[index] = alert
        let time = change == .cleared ? alert.clearedAt : change == .raised ? finding.firedAt : nil
        emit(.alert(change, alert), at: time ?? clock, into: &effects)
    }

    /// A known alert as a finding of new evidence has it; what officers said stays.
    static func renewed(_ known: Alert, by finding: Finding) -> Alert {
        var alert = known
        if known.status == .withdrawn {
            alert.status = known.isClearedByOfficer ? .cleared : .active
            alert.clearedAt = known.actions?.last { $0.kind == .clear }?.at
        }
        alert.evidence = finding.evidence
        // What was said before, from other evidence, counts for nothing: also a place that is not known any more.
        alert.position = finding.position
        let isOver = finding.endedAt != nil
        if isOver, !known.isClearedByOfficer {
            alert.status = .cleared
            alert.clearedAt = finding.endedAt
        } else if !isOver, known.status == .cleared, !known.isClearedByOfficer {
            alert.status = .active
            alert.clearedAt = nil
        }
        return alert
    }

    /// How a change of an alert is published; `nil` where there is none.
    static func change(from known: Alert, to alert: Alert) -> AlertChange? {
        guard alert != known else { return nil }
        return switch (known.status, alert.status) {
        case (.active, .cleared): .cleared
        case (.withdrawn, _): .raised
        default: .updated
        }
    }

    static func withdrawn(_ known: Alert, because reason: Phrase, at time: Timestamp) -> Alert {
        var alert = known
        alert.status = .withdrawn
        alert.clearedAt = time
        alert.evidence["withdrawnBecause"] = .text(reason.en)
        alert.evidence["withdrawnBecauseVi"] = .text(reason.vi)
        return alert
    }

    private mutating func raise(_ finding: Finding, id: String, of handle: Int32, into effects: inout [Effect]) {
        let transit = transits[handle].transit
        var alert = Alert(
            id: id, rule: finding.rule, severity: ruleBook[finding.rule].severity, transit: transit.transit,
            container: transit.container, seal: transit.seal, facility: finding.facility,
            startedAt: finding.startedAt, detectedAt: clock, position: finding.position,
            evidence: finding.evidence)
        fill(&alert, from: finding, of: handle)
        let raised = alert
        if let endedAt = finding.endedAt {
            alert.status = .cleared
            alert.clearedAt = endedAt
        }
        transits[handle].alerts.append(alert)
        emit(.alert(.raised, raised), at: finding.firedAt, into: &effects)
        if alert.status == .cleared { emit(.alert(.cleared, alert), at: alert.clearedAt ?? clock, into: &effects) }
    }

    private mutating func withdraw(_ id: String, of handle: Int32, into effects: inout [Effect]) {
        guard let index = publishedIndex(id, of: handle) else { return }
        let known = transits[handle].alerts[index]
        let alert = Self.withdrawn(known, because: PhraseBook.withdrawal(of: known.rule), at: clock)
        transits[handle].alerts[index] = alert
        emit(.alert(.withdrawn, alert), at: clock, into: &effects)
    }

    private func fill(_ alert: inout Alert, from finding: Finding, of handle: Int32) {
        guard let phrase = PhraseBook.alerts[finding.phrase] else { return }
        let transit = transits[handle].transit
        let destination = world.zones.handles(facility: transit.destination).first.map { world.zones[$0] }
        var english = [
            "seal": transit.seal, "container": transit.container,
            "destination": destination?.name ?? transit.destination, "facility": finding.facility ?? "",
        ]
        english.merge(finding.words) { _, new in new }
        var vietnamese = english
        vietnamese["destination"] = destination?.nameVi ?? transit.destination
        for (key, value) in finding.words where key.hasSuffix(".vi") {
            vietnamese[String(key.dropLast(3))] = value
        }
        alert.message = phrase.filled(english).en
        alert.messageVi = phrase.filled(vietnamese).vi
    }
}
