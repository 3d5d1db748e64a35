import Customs
import Geofencing
import HeapModule

extension Supervisor {
    /// A manifest, or a new version of it.
    mutating func put(
        _ manifest: Manifest, by account: Account, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        guard account.role.has(.postClearances) else {
            return .rejected(Rejection(.forbidden, "account “\(account.name)” may not post manifests"))
        }
        guard !world.zones.handles(facility: manifest.facility).isEmpty else {
            return .rejected(
                Rejection(.unknownFacility, "facility: no zone has the facility code “\(manifest.facility)”"))
        }
        let handle = claimCall(manifest.call)
        let record = ManifestRecord(
            manifest: manifest, putAt: receivedAt, by: account.name, sequence: claimSequence(),
            version: (calls[handle].manifest?.version ?? 0) + 1)
        calls[handle].put(record)
        effects.append(Effect(sequence: record.sequence, at: receivedAt, kind: .manifest(record)))
        callChanged(handle, into: &effects)
        return .manifest(record)
    }

    /// A discharge event of a call stands, or stands no more.
    mutating func discharged(_ fact: GateFact, isLive: Bool, into effects: inout [Effect]) {
        guard fact.event.type == .discharge, let call = fact.event.call else { return }
        if isLive {
            let handle = claimCall(call)
            calls[handle].add(fact)
            callChanged(handle, into: &effects)
        } else if let handle = calls.handle(call) {
            calls[handle].remove(fact)
            callChanged(handle, into: &effects)
        }
    }

    private mutating func claimCall(_ call: String) -> Int32 {
        if calls.handle(call) == nil, calls.count >= CallBook.limit, let oldest = calls.oldest { calls.remove(oldest) }
        return calls.claim(call)
    }

    private mutating func callChanged(_ handle: Int32, into effects: inout [Effect]) {
        calls[handle].lastHeardAt = clock
        reconcile(handle, into: &effects)
        queueCall(handle)
    }

    /// Holds a call's manifest against what was discharged, if it is time, and publishes the difference.
    mutating func reconcile(_ handle: Int32, into effects: inout [Effect]) {
        let rule = portRules.manifestDiscrepancy
        let due = rule.deadline(calls[handle])
        guard let known = calls[handle].alert else {
            guard due <= clock, let finding = rule.finding(calls[handle], startedAt: due) else { return }
            var alert = Alert(
                id: finding.alertID(subject: Self.subject(calls[handle].call)), rule: finding.rule,
                severity: ruleBook[finding.rule].severity, facility: finding.facility, startedAt: finding.startedAt,
                detectedAt: clock)
            alert.evidence = finding.evidence
            say(finding, in: &alert)
            calls[handle].alert = alert
            emit(.alert(.raised, alert), at: finding.firedAt, into: &effects)
            return
        }
        guard !known.isClearedByOfficer else { return }
        var alert = known
        if let finding = rule.finding(calls[handle], startedAt: known.startedAt) {
            alert.evidence = finding.evidence
            alert.facility = finding.facility
            alert.status = .active
            alert.clearedAt = nil
            say(finding, in: &alert)
        } else {
            alert.status = .cleared
            alert.clearedAt = known.clearedAt ?? clock
        }
        guard alert != known else { return }
        calls[handle].alert = alert
        let isOver = known.status == .active && alert.status == .cleared
        emit(.alert(isOver ? .cleared : .updated, alert), at: clock, into: &effects)
    }

    /// What of a call's name may stand in an id.
    private static func subject(_ call: String) -> String {
        if Identifier.isValid(call) { return call }
        let plain = call.prefix(40).map { Identifier.isValid(String($0)) ? $0 : "_" }
        var hash = StableHash()
        hash.combine(call)
        return "\(String(plain))_\(String(hash.value, radix: 36))"
    }

    /// Makes sure that the queue holds an entry at or before the call's next deadline.
    mutating func queueCall(_ handle: Int32) {
        let due = portRules.manifestDiscrepancy.deadline(calls[handle])
        let retention = calls[handle].lastHeardAt.advanced(bySeconds: CallBook.retentionSeconds)
        var next = calls[handle].alert == nil && due > clock ? min(due, retention) : retention
        // A manifest may be for a call of next month; an officer may take long.
        if next <= clock { next = clock.advanced(bySeconds: 86_400) }
        guard next < calls[handle].queuedDeadline else { return }
        calls[handle].queuedDeadline = next
        deadlines.insert(Deadline(time: next, kind: .call, handle: handle))
    }

    /// A call's deadline fell due.
    mutating func callFellDue(_ handle: Int32, at time: Timestamp, into effects: inout [Effect]) {
        guard calls.contains(handle) else { return }
        if calls[handle].queuedDeadline == time { calls[handle].queuedDeadline = .distantFuture }
        if calls[handle].alert == nil { reconcile(handle, into: &effects) }
        let isOver =
            clock.seconds(since: calls[handle].lastHeardAt) >= CallBook.retentionSeconds
            && calls[handle].alert?.status != .active
            && (calls[handle].manifest == nil || portRules.manifestDiscrepancy.deadline(calls[handle]) <= clock
                || portRules.manifestDiscrepancy.deadline(calls[handle]) == .distantFuture)
        if isOver { calls.remove(handle) } else { queueCall(handle) }
    }
}

extension Alert {
    /// An officer's word is the last.
    var isClearedByOfficer: Bool { actions?.contains { $0.kind == .clear } ?? false }
}
