import Customs
import Geofencing

extension Supervisor {
    /// Order and deduplicate, then place, match zones, advance and run rules through the seal's fold.
    mutating func observe(
        _ incoming: SealReport, from origin: ReportOrigin, digest: UInt64, receivedAt: Timestamp,
        into effects: inout [Effect]
    ) -> Outcome {
        let index = Int(sealHandle(incoming.seal))
        var report = incoming
        if let refusal = number(&report, of: index, from: origin, digest: digest, receivedAt: receivedAt) {
            if case .rejected(let rejection) = refusal, rejection.reason == .sequenceReused {
                let coming = Evidence(
                    report: report, kind: .numberReused, receivedAt: receivedAt, clock: world.rules.clock)
                insert(coming, into: index, into: &effects)
            }
            return refusal
        }

        let ordinal = claimSequence()
        reportCount += 1
        let evidence = Evidence(report: report, receivedAt: receivedAt, clock: world.rules.clock)
        let transit = transitCovering(evidence.time, seal: index)
        if witness != nil { note(evidence, of: index, boot: report.boot, receivedAt: receivedAt) }
        let insertion = seals[index].history.insert(evidence, limit: historyLimit, in: world)
        seals[index].remember(report, receivedAt: receivedAt, isSuspect: insertion.isSuspect)

        effects.append(
            Effect(
                sequence: ordinal, at: evidence.time,
                kind: .report(
                    StoredReport(
                        report: report, ordinal: reportCount, receivedAt: receivedAt,
                        container: transit.map { transits[$0].transit.container }
                            ?? seals[index].declaredContainer,
                        transit: transit.map { transits[$0].transit.transit }, isSuspect: insertion.isSuspect))))
        publish(insertion, of: index, fixAt: evidence.time, into: &effects)
        queueHeard(index, at: evidence.time)
        return .stored(sequence: ordinal)
    }

    /// Folds an item into the seal's history and publishes what it changed.
    mutating func insert(_ evidence: Evidence, into index: Int, into effects: inout [Effect]) {
        if witness != nil { note(evidence, of: index, receivedAt: clock) }
        let insertion = seals[index].history.insert(evidence, limit: historyLimit, in: world)
        publish(insertion, of: index, fixAt: evidence.time, into: &effects)
    }

    private mutating func publish(
        _ insertion: SealHistory.Insertion, of index: Int, fixAt: Timestamp, into effects: inout [Effect]
    ) {
        if !insertion.zoneChanges.isEmpty {
            publishZones(insertion.zoneChanges, of: index, into: &effects)
            queuesChanged(by: insertion.zoneChanges, of: index, fixAt: fixAt)
        }
        evidenceChanged(index, inOrder: insertion.isInOrder, into: &effects)
    }

    /// Bytes of evidence that each seal may keep: the more seals, the fewer.
    private var historyLimit: Int {
        max(SealHistory.leastBytes, min(SealHistory.mostBytes, Self.historyBudget / max(1, seals.count)))
    }

    func transitCovering(_ time: Timestamp, seal index: Int) -> Int32? {
        for handle in seals[index].transits.reversed() where transits[handle].transit.covers(time) { return handle }
        return nil
    }

    mutating func sealHandle(_ name: String) -> Int32 {
        if let known = sealHandles[name] { return known }
        let handle = Int32(seals.count)
        seals.append(SealRecord(name: name))
        sealHandles[name] = handle
        return handle
    }

    /// Gives the report its number, or says why it is not taken.
    private mutating func number(
        _ report: inout SealReport, of index: Int, from origin: ReportOrigin, digest: UInt64, receivedAt: Timestamp
    ) -> Outcome? {
        switch origin {
        case .seal:
            let sequence = report.sequence ?? 0
            var claim = seals[index].claim(boot: report.boot, sequence: sequence, digest: digest)
            if claim == .knownOfOld { claim = compareWithHistory(report, of: index, receivedAt: receivedAt) }
            switch claim {
            case .new: return nil
            case .duplicate, .knownOfOld: return .duplicate(sequence: sequence)
            case .tooManyGaps:
                return .rejected(
                    Rejection(
                        .tooManyGaps,
                        "seal \(report.seal) left \(SequenceRanges.maximumRanges) gaps under boot “\(report.boot)”: "
                            + "seq \(sequence) is not taken before some are filled",
                        subject: .report))
            case .reused:
                return .rejected(
                    Rejection(
                        .sequenceReused,
                        "seal \(report.seal) sent another body under boot “\(report.boot)”, seq \(sequence)",
                        subject: .report))
            }
        case .tracker:
            if seals[index].isRepeated(time: report.fixTime, digest: digest) { return .duplicate(sequence: 0) }
        case .gpsd: break
        }
        seals[index].ownCount += 1
        report.boot = origin.rawValue
        report.sequence = seals[index].ownCount
        _ = seals[index].claim(boot: report.boot, sequence: seals[index].ownCount, digest: digest)
        return nil
    }

    /// Whether an old number comes with what it came with first, as far as the history remembers it.
    private func compareWithHistory(_ report: SealReport, of index: Int, receivedAt: Timestamp) -> BootRecord.Claim {
        let again = Evidence(report: report, receivedAt: receivedAt, clock: world.rules.clock)
        guard let known = seals[index].history.report(sequence: again.sequence, tie: again.tie) else {
            return .knownOfOld
        }
        return known.saysTheSame(as: again) ? .duplicate : .reused
    }

    private mutating func publishZones(
        _ changes: [ZoneTracker.Change], of index: Int, into effects: inout [Effect]
    ) {
        for change in changes {
            let transit = transitCovering(change.at, seal: index)
            emit(
                .zone(
                    ZoneChange(
                        change: change.change, seal: seals[index].name,
                        container: transit.map { transits[$0].transit.container }
                            ?? seals[index].declaredContainer,
                        zone: world.zones[change.zone].id)),
                at: change.at, into: &effects)
        }
    }
}
