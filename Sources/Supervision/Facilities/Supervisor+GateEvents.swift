import Customs
import Geofencing

extension Supervisor {
    /// Takes a gate event: once for each id of an account, into its container's stays and the transit that it is in.
    mutating func observe(
        _ event: GateEvent, by account: Account, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        guard account.covers(facility: event.facility) else {
            return rejected(
                event, .forbidden, "facility: account “\(account.name)” may not post for “\(event.facility)”")
        }
        guard !world.zones.handles(facility: event.facility).isEmpty else {
            return rejected(
                event, .unknownFacility, "facility: no zone has the facility code “\(event.facility)”")
        }
        let key = GateEventRegister.key(account: account.name, eventId: event.eventId)
        let digest = event.stableDigest
        switch gateEvents.lookUp(key, digest: digest) {
        case .same(let receipt, let alerts):
            return .gateEvent(
                GateEventOutcome(eventId: event.eventId, status: .duplicate, receipt: receipt, alerts: alerts))
        case .differs:
            return rejected(
                event, .eventIdReused,
                "eventId: “\(event.eventId)” was posted before with another body; "
                    + "correct it with a new eventId and “replaces”"
            )
        case .new: break
        }
        let receipt = Receipt(sequence: claimSequence(), receivedAt: receivedAt)
        let alerts = accept(
            GateEventRecord(event: event, account: account.name, receipt: receipt), key: key, digest: digest,
            into: &effects)
        letGoOfContainers(atMost: Self.lookedAtPerStep)
        return .gateEvent(
            GateEventOutcome(eventId: event.eventId, status: .accepted, receipt: receipt, alerts: alerts))
    }

    private func rejected(_ event: GateEvent, _ reason: Rejection.Reason, _ detail: String) -> Outcome {
        .rejected(Rejection(reason, detail, subject: .gateEvent, eventId: event.eventId))
    }

    /// Keeps a new event, lets it correct what it corrects, and publishes what it changed.
    ///
    /// - Returns: the ids of the alerts that it raised, or that others of the same content had raised.
    private mutating func accept(
        _ incoming: GateEventRecord, key: String, digest: UInt64, into effects: inout [Effect]
    ) -> [String] {
        var record = incoming
        let event = record.event
        let handle = containers.claim(event.container)
        containers[handle].lastHeardAt = max(containers[handle].lastHeardAt, record.receipt.receivedAt)
        let corrections = corrections(by: record, key: key, handle)
        gateEvents.insert(record, key: key, digest: digest)
        if let correction = gateEvents.correction(of: key) {
            // What took its place came before it.
            if correction.isCancelled {
                record.cancelledBy = correction.eventId
            } else {
                record.replacedBy = correction.eventId
            }
        }
        var fact = GateFact(record: record)
        judgeLateness(&fact, of: corrections)
        effects.append(Effect(sequence: record.receipt.sequence, at: event.time, kind: .gateEvent(fact.record)))
        let firstOwnEffect = effects.count

        for correction in corrections { publish(correction, by: fact.record, into: &effects) }
        var changes: [Int32: PortChange] = [:]
        for correction in corrections where correction.fact != nil {
            changes[correction.container, default: PortChange()].removed[correction.key] = correction.isCancelled
        }
        if fact.record.isLive { changes[handle, default: PortChange()].added = fact }
        for (container, change) in changes.sorted(by: { $0.key < $1.key }) where container != handle {
            apply(change, to: container, into: &effects)
        }
        if let own = changes[handle] { apply(own, to: handle, into: &effects) }

        for correction in corrections {
            removeFromTransits(correction, into: &effects)
            if let corrected = correction.fact { gatedIn(corrected, isLive: false) }
        }
        if fact.record.isLive {
            foldIntoTransit(fact, into: &effects)
            gatedIn(fact, isLive: true)
        }
        let alerts = alerts(of: key, handle, raisedIn: effects[firstOwnEffect...])
        gateEvents.note(alerts: alerts, key: key)
        return alerts
    }

    /// Whether it came later than it may, and what explains it.
    private func judgeLateness(_ fact: inout GateFact, of corrections: [GateCorrection]) {
        let originals = corrections.compactMap(\.fact)
        // One that replaces what nobody knows is judged as the first word that it is.
        if !originals.isEmpty || fact.event.isCancellation {
            fact.firstToldAt = originals.map(\.firstToldAt).min() ?? fact.firstToldAt
            fact.isLate = originals.contains(where: \.isLate)
            return
        }
        let deadline = portRules.gateReportLate.deadlineSeconds(
            facility: fact.event.facility, type: fact.event.type)
        let beyond = fact.record.latenessSeconds - deadline
        guard beyond > 0 else { return }
        fact.record.lateBeyondSeconds = (beyond * 1000).rounded() / 1000
        fact.record.outage = outages.explanation(of: fact.record, deadline: deadline)?.outage
        fact.isLate = fact.record.outage == nil
    }

    /// What it raised, and what stands that others of the same content had raised.
    private func alerts(of key: String, _ handle: Int32, raisedIn effects: ArraySlice<Effect>) -> [String] {
        var ids: [String] = []
        for case .alert(.raised, let alert) in effects.map(\.kind) where !ids.contains(alert.id) {
            ids.append(alert.id)
        }
        for known in containers[handle].alerts
        where known.event == key && known.alert.status == .active && !ids.contains(known.alert.id) {
            ids.append(known.alert.id)
        }
        return ids
    }

    /// Folds into a new transit what gates told of its container before it was posted, from its start on.
    mutating func foldKnownGateEvents(into transit: Int32, into effects: inout [Effect]) {
        let container = transits[transit].transit.container
        guard let handle = containers.handle(container) else { return }
        let others = (transitsByContainer[container] ?? []).filter { $0 != transit }
        for fact in containers[handle].facts where transits[transit].transit.covers(fact.time) {
            // What is another transit's stays so.
            guard !others.contains(where: { transits[$0].transit.covers(fact.time) }) else { continue }
            foldIntoTransit(fact, into: &effects)
        }
    }

    private mutating func foldIntoTransit(_ fact: GateFact, into effects: inout [Effect]) {
        let kind: Evidence.Kind
        switch fact.event.type {
        case .gateIn: kind = .gateIn
        case .gateOut: kind = .gateOut
        default: return
        }
        // Also one that has ended since: an event may be posted hours after it happened.
        let candidates = transitsByContainer[fact.event.container] ?? []
        guard let handle = candidates.last(where: { transits[$0].transit.covers(fact.time) }) else { return }
        let evidence = Evidence(
            kind, facility: fact.event.facility, event: fact.key, plate: fact.event.vehicle?.plate,
            receivedAt: fact.firstToldAt, at: fact.time)
        insert(evidence, into: Int(transits[handle].seal), into: &effects)
    }

    private mutating func removeFromTransits(_ correction: GateCorrection, into effects: inout [Effect]) {
        guard let corrected = correction.fact else { return }
        for handle in transitsByContainer[corrected.event.container] ?? [] {
            let seal = transits[handle].seal
            if seals[Int(seal)].history.remove(gateEvent: correction.key, in: world) {
                witness?.remove(gateEvent: correction.key, of: seals[Int(seal)].name)
                evidenceChanged(Int(seal), inOrder: false, into: &effects)
            }
        }
    }
}
