import Customs
import HeapModule

/// Time-outs: what the clock alone finds is laid over the evidence, never mixed into it.
extension Supervisor {
    /// A moment at which time alone may do something.
    struct Deadline: Comparable, Sendable, Codable {
        /// What `handle` is the number of.
        enum Kind: UInt8, Sendable, Codable { case seal, container, call, gate, escalation }

        var time: Timestamp
        var kind: Kind
        var handle: Int32

        static func < (a: Deadline, b: Deadline) -> Bool {
            (a.time, a.kind.rawValue, a.handle) < (b.time, b.kind.rawValue, b.handle)
        }
    }

    /// What a deadline was set for is looked at.
    mutating func fallDue(_ deadline: Deadline, into effects: inout [Effect]) {
        switch deadline.kind {
        case .seal:
            let index = Int(deadline.handle)
            if seals[index].queuedDeadline == deadline.time { seals[index].queuedDeadline = .distantFuture }
            if self.deadline(of: index) <= clock { reconsider(index, into: &effects) }
            queueDeadline(of: index)
        case .container: storageFellDue(deadline.handle, at: deadline.time, into: &effects)
        case .call: callFellDue(deadline.handle, at: deadline.time, into: &effects)
        case .gate: gateFellDue(deadline.handle, at: deadline.time, into: &effects)
        case .escalation: escalate(at: deadline.time, into: &effects)
        }
    }

    /// When the seal next needs the clock; far away where it does not.
    func deadline(of index: Int) -> Timestamp {
        let own =
            seals[index].clockFindings.isEmpty
            // What fell due and came to nothing is not looked at again before there is something new.
            ? max(seals[index].history.head.due, seals[index].deadlineBehindClockFindings)
            : seals[index].deadlineBehindClockFindings
        return min(own, seals[index].reconsiderAt ?? .distantFuture)
    }

    /// Makes sure that the queue holds an entry at or before the seal's next deadline.
    mutating func queueDeadline(of index: Int) {
        var next = deadline(of: index)
        guard next < seals[index].queuedDeadline, next < .distantFuture else { return }
        // What is still due at this very moment was just looked at; looking again at once would never end.
        if next <= clock { next = clock.advanced(bySeconds: 1) }
        guard next < seals[index].queuedDeadline else { return }
        seals[index].queuedDeadline = next
        deadlines.insert(Deadline(time: next, kind: .seal, handle: Int32(index)))
    }

    /// Looks again at what the clock finds in the seal's transits, and publishes the difference.
    mutating func reconsider(_ index: Int, into effects: inout [Effect]) {
        seals[index].reconsiderAt = nil
        var shown = seals[index].history.head
        shown.advance(to: clock, in: world)
        seals[index].clockFindings = zip(shown.transits, seals[index].history.head.transits).flatMap { after, before in
            after.findings.all.filter { !before.findings.all.contains($0) }
                .map { SealRecord.ClockFinding(transit: after.handle, finding: $0) }
        }
        seals[index].deadlineBehindClockFindings = shown.due
        for transit in seals[index].transits {
            publish(transit, settled: true, isReconsidered: true, into: &effects)
        }
    }

    /// After new evidence of a seal: what the clock found stands until it is looked at again.
    mutating func evidenceChanged(_ index: Int, inOrder: Bool, into effects: inout [Effect]) {
        if seals[index].clockFindings.isEmpty { seals[index].deadlineBehindClockFindings = .distantPast }
        if inOrder, seals[index].clockFindings.isEmpty, seals[index].reconsiderAt == nil,
            seals[index].publishedChanges == seals[index].history.head.changeCount
        {
            return queueDeadline(of: index)
        }
        if !seals[index].clockFindings.isEmpty {
            let head = seals[index].history.head
            seals[index].clockFindings.removeAll { entry in
                head.transits.contains { fold in
                    fold.handle == entry.transit
                        && fold.findings.all.contains {
                            $0.rule == entry.finding.rule && $0.startedAt == entry.finding.startedAt
                        }
                }
            }
            if seals[index].clockFindings.isEmpty { seals[index].deadlineBehindClockFindings = .distantPast }
        }
        if !inOrder || !seals[index].clockFindings.isEmpty {
            seals[index].reconsiderAt = clock.advanced(bySeconds: Self.settlingSeconds)
        }
        publishAll(of: index, into: &effects)
        encountersChanged(index, inOrder: inOrder, into: &effects)
        queueDeadline(of: index)
    }

    private mutating func publishAll(of index: Int, into effects: inout [Effect]) {
        seals[index].publishedChanges = seals[index].history.head.changeCount
        for transit in seals[index].transits {
            publish(transit, settled: seals[index].reconsiderAt == nil, into: &effects)
        }
    }
}
