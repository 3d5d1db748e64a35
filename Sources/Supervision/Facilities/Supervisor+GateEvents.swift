import Customs
import Geofencing

extension Supervisor {
    /// Takes a gate event: once for each id of an account, and into the transit that its container is in.
    mutating func observe(
        _ event: GateEvent, by account: Account, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        guard account.covers(facility: event.facility) else {
            return rejected(
                .forbidden, "facility: account “\(account.name)” may not post for “\(event.facility)”")
        }
        guard !world.zones.handles(facility: event.facility).isEmpty else {
            return rejected(.unknownFacility, "facility: no zone has the facility code “\(event.facility)”")
        }
        let key = GateEventRegister.key(account: account.name, eventId: event.eventId)
        let digest = event.stableDigest
        switch gateEvents.lookUp(key, digest: digest) {
        case .same(let receipt, let alerts):
            return .gateEvent(
                GateEventOutcome(eventId: event.eventId, status: .duplicate, receipt: receipt, alerts: alerts))
        case .differs:
            return rejected(
                .eventIdReused,
                "eventId: “\(event.eventId)” was posted before with another body; correct it with a new eventId and “replaces”"
            )
        case .new: break
        }
        let receipt = Receipt(sequence: claimSequence(), receivedAt: receivedAt)
        let record = GateEventRecord(event: event, account: account.name, receipt: receipt)
        gateEvents.insert(record, key: key, digest: digest)
        effects.append(Effect(sequence: receipt.sequence, at: event.time, kind: .gateEvent(record)))
        let firstOwnEffect = effects.count

        for (corrected, isCancelled) in [(event.replaces, false), (event.cancels, true)] {
            guard let corrected else { continue }
            correct(corrected, by: event.eventId, isCancelled: isCancelled, account: account, into: &effects)
        }
        if event.cancels == nil { foldIntoTransit(event, key: key, receipt: receipt, into: &effects) }
        let alerts = effects[firstOwnEffect...].compactMap { effect in
            if case .alert(.raised, let alert) = effect.kind { alert.id } else { nil }
        }
        gateEvents.note(alerts: alerts, key: key)
        return .gateEvent(
            GateEventOutcome(eventId: event.eventId, status: .accepted, receipt: receipt, alerts: alerts))
    }

    private func rejected(_ reason: Rejection.Reason, _ detail: String) -> Outcome {
        .rejected(Rejection(reason, detail, subject: .gateEvent))
    }

    private mutating func correct(
        _ eventId: String, by correction: String, isCancelled: Bool, account: Account, into effects: inout [Effect]
    ) {
        let key = GateEventRegister.key(account: account.name, eventId: eventId)
        guard var record = gateEvents.record(key), record.isLive else { return }
        if isCancelled { record.cancelledBy = correction } else { record.replacedBy = correction }
        gateEvents.update(record, key: key)
        emit(.gateEvent(record), at: record.event.time, into: &effects)
        for handle in transitsByContainer[record.event.container] ?? [] {
            let seal = transits[handle].seal
            if seals[Int(seal)].history.remove(gateEvent: key, in: world) {
                witness?.remove(gateEvent: key, of: seals[Int(seal)].name)
                evidenceChanged(Int(seal), inOrder: false, into: &effects)
            }
        }
    }

    private mutating func foldIntoTransit(
        _ event: GateEvent, key: String, receipt: Receipt, into effects: inout [Effect]
    ) {
        let kind: Evidence.Kind
        switch event.type {
        case .gateIn: kind = .gateIn
        case .gateOut: kind = .gateOut
        default: return
        }
        // Also one that has ended since: an event may be posted hours after it happened.
        let candidates = transitsByContainer[event.container] ?? []
        guard let handle = candidates.last(where: { transits[$0].transit.covers(event.time) }) else { return }
        let evidence = Evidence(
            kind, facility: event.facility, event: key, at: min(event.time, receipt.receivedAt))
        insert(evidence, into: Int(transits[handle].seal), into: &effects)
    }
}

extension GateEvent {
    /// A number for the whole body: equal bodies give equal numbers, whatever the order of their keys was.
    var stableDigest: UInt64 {
        var hash = StableHash()
        if let text = try? CanonicalJSON.string(self) { hash.combine(text) }
        return hash.value
    }
}
