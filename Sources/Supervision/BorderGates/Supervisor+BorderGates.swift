public import Customs
import Geofencing
import HeapModule

/// Evidence of queues: what of it goes to which gate, and when a gate is looked at.
extension Supervisor {
    /// Seals found in a queue so soon after the first report of all had come before.
    private static let foundSeconds = 900.0

    /// What is known of every gate's queue now, by facility code.
    public var gateCongestions: [GateCongestion] {
        gates.places.indices.filter { !gates.places[$0].isRemoved }
            .sorted { gates.places[$0].code < gates.places[$1].code }.map(congestion)
    }

    /// What is known of a gate's queue now.
    func congestion(ofGate gate: Int) -> GateCongestion {
        guard var state = gates.watches[gate].state else { return GateCongestion(gates.places[gate], at: clock) }
        // Time has gone on since it was looked at.
        if let evidenceAt = state.evidenceAt,
            clock.seconds(since: evidenceAt) > ruleBook.congestion.staleAfterSeconds
        {
            state.isStale = true
            if state.level == .green { state.level = .unknown }
        }
        return state
    }

    /// A seal met zones: it may have entered a queue, left it, or reached the gate.
    mutating func queuesChanged(by changes: [ZoneTracker.Change], of seal: Int, fixAt: Timestamp) {
        for change in changes {
            guard let (gate, role) = gates.role(of: change.zone) else { continue }
            let vehicle = Int32(seal)
            switch (role, change.change) {
            case (.queue, .entered):
                let isFound =
                    change.at == fixAt
                    && clock.seconds(since: gates.beganAt ?? clock) <= Self.foundSeconds
                gates.watches[gate].log.enter(vehicle, at: change.at, isFound: isFound)
                seals[seal].gate = Int16(gate)
            case (.queue, .exited): leaveQueue(gate, vehicle, at: change.at)
            case (.queue, .crossed): break
            case (.gate, .entered), (.gate, .crossed):
                gates.watches[gate].log.reachGate(vehicle, at: change.at)
            case (.gate, .exited): break
            }
            hear(gate, at: change.at)
        }
    }

    private mutating func leaveQueue(_ gate: Int, _ vehicle: Int32, at time: Timestamp) {
        // Several zones may be the queue of one gate.
        let isInAnother = seals[Int(vehicle)].history.head.tracker.inside.contains {
            gates.role(of: $0).map { $0.gate == gate && $0.role == .queue } ?? false
        }
        guard !isInAnother else { return }
        gates.watches[gate].log.leave(vehicle, at: time)
        if seals[Int(vehicle)].gate == Int16(gate) { seals[Int(vehicle)].gate = -1 }
    }

    /// A report of a seal in a queue: what is known of the gate is as new as that.
    mutating func queueHeard(_ seal: Int, at time: Timestamp) {
        if gates.beganAt == nil { gates.beganAt = clock }
        guard seals[seal].gate >= 0 else { return }
        hear(Int(seals[seal].gate), at: time)
    }

    /// A gate-in stands, or stands no more.
    mutating func gatedIn(_ fact: GateFact, isLive: Bool) {
        guard fact.event.type == .gateIn, let gate = gates.index(of: fact.event.facility) else { return }
        let key = fact.keyDigest
        guard isLive else {
            gates.watches[gate].log.retract(event: key)
            return hear(gate, at: gates.watches[gate].log.evidenceAt ?? fact.time)
        }
        guard clock.seconds(since: fact.time) < GateLog.reachSeconds else { return }
        var plate: UInt64 = 0
        if let text = fact.event.vehicle?.plate.map(Plate.normalised), !text.isEmpty {
            var hash = StableHash()
            hash.combine(text)
            plate = max(1, hash.value)
        }
        gates.watches[gate].log.pass(
            event: key, plate: plate, vehicle: vehicle(of: fact.event, at: fact.time, in: gate), at: fact.time)
        gates.watches[gate].noteLateness(seconds: fact.record.latenessSeconds)
        hear(gate, at: min(fact.time, clock))
    }

    /// The seen vehicle that a gate event is about, by its transit, its box, its seal or its plate.
    private func vehicle(of event: GateEvent, at time: Timestamp, in gate: Int) -> Int32? {
        let log = gates.watches[gate].log
        if let transit = (transitsByContainer[event.container] ?? []).last(where: {
            transits[$0].transit.covers(time)
        }) {
            return transits[transit].seal
        }
        for seal in event.seals ?? [] {
            if let known = sealHandles[seal.number], log.waiting[known] != nil { return known }
        }
        let plate = event.vehicle?.plate.map(Plate.normalised)
        return log.waiting.keys.filter { vehicle in
            let record = seals[Int(vehicle)]
            return record.declaredContainer == event.container
                || (plate.map { !$0.isEmpty && Plate.normalised(record.name).hasSuffix($0) } ?? false)
        }.min()
            ?? log.crossings.suffix(64).last { seals[Int($0.vehicle)].declaredContainer == event.container }?.vehicle
    }

    private mutating func hear(_ gate: Int, at time: Timestamp) {
        gates.watches[gate].log.hear(at: time)
        lookAgain(at: gate, by: clock.advanced(bySeconds: GateWatch.settlingSeconds))
    }

    /// Makes sure that the gate is looked at by then.
    mutating func lookAgain(at gate: Int, by time: Timestamp) {
        guard time < gates.watches[gate].queuedDeadline else { return }
        gates.watches[gate].queuedDeadline = time
        deadlines.insert(Deadline(time: time, kind: .gate, handle: Int32(gate)))
    }
}
