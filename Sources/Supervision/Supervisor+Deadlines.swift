import Customs
import HeapModule

/// Time-outs: what the clock alone finds is laid over the evidence, never mixed into it.
extension Supervisor {
    /// When the seal next needs the clock.
    func deadline(of index: Int) -> Timestamp? {
        let record = seals[index]
        let own =
            record.clockFindings.isEmpty
            ? record.history.head.nextDeadline(in: world) : record.deadlineBehindClockFindings
        guard let reconsiderAt = record.reconsiderAt else { return own }
        return own.map { min($0, reconsiderAt) } ?? reconsiderAt
    }

    /// Makes sure that the queue holds an entry at or before the seal's next deadline.
    mutating func queueDeadline(of index: Int) {
        guard var next = deadline(of: index) else { return }
        // What is still due at this very moment was just looked at; looking again at once would never end.
        if next <= clock { next = clock.advanced(bySeconds: 1) }
        if let queued = seals[index].queuedDeadline, queued <= next { return }
        seals[index].queuedDeadline = next
        deadlines.insert(Deadline(time: next, seal: Int32(index)))
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
        seals[index].deadlineBehindClockFindings = shown.nextDeadline(in: world)
        for transit in seals[index].transits {
            publish(transit, settled: true, isReconsidered: true, into: &effects)
        }
    }

    /// After new evidence of a seal: what the clock found stands until it is looked at again.
    mutating func evidenceChanged(_ index: Int, inOrder: Bool, into effects: inout [Effect]) {
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
        }
        if !inOrder || !seals[index].clockFindings.isEmpty {
            seals[index].reconsiderAt = clock.advanced(bySeconds: Self.settlingSeconds)
        }
        for transit in seals[index].transits {
            publish(transit, settled: seals[index].reconsiderAt == nil, into: &effects)
        }
        queueDeadline(of: index)
    }
}
