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
        if let refusal = number(&report, of: index, from: origin, digest: digest) { return refusal }

        let ordinal = claimSequence()
        reportCount += 1
        let evidence = Evidence(report: report, receivedAt: receivedAt, ordinal: ordinal)
        let transit = transitCovering(evidence.time, seal: index)
        seals[index].remember(report, receivedAt: receivedAt)

        let container = transit.flatMap { transits[$0]?.transit.container } ?? seals[index].declaredContainer
        effects.append(
            Effect(
                sequence: ordinal, at: evidence.time,
                kind: .report(
                    StoredReport(
                        report: report, ordinal: reportCount, receivedAt: receivedAt, container: container,
                        transit: transit.flatMap { transits[$0]?.transit.transit }))))

        insert(evidence, into: index, into: &effects)
        return .stored(sequence: ordinal)
    }

    /// Folds an item into the seal's history and publishes what it changed.
    mutating func insert(_ evidence: Evidence, into index: Int, into effects: inout [Effect]) {
        let insertion = seals[index].history.insert(evidence, in: world)
        publishZones(insertion.zoneChanges, of: index, into: &effects)
        evidenceChanged(index, inOrder: insertion.isInOrder, into: &effects)
    }

    func transitCovering(_ time: Timestamp, seal index: Int) -> Int32? {
        seals[index].transits.last { transits[$0]?.transit.covers(time) ?? false }
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
        _ report: inout SealReport, of index: Int, from origin: ReportOrigin, digest: UInt64
    ) -> Outcome? {
        switch origin {
        case .seal:
            let sequence = report.sequence ?? 0
            switch seals[index].claim(boot: report.boot, sequence: sequence, digest: digest) {
            case .new: return nil
            case .duplicate: return .duplicate(sequence: sequence)
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

    private mutating func publishZones(
        _ changes: [ZoneTracker.Change], of index: Int, into effects: inout [Effect]
    ) {
        for change in changes {
            let transit = transitCovering(change.at, seal: index)
            emit(
                .zone(
                    ZoneChange(
                        change: change.change, seal: seals[index].name,
                        container: transit.flatMap { transits[$0]?.transit.container }
                            ?? seals[index].declaredContainer,
                        zone: world.zones[change.zone].id)),
                at: change.at, into: &effects)
        }
    }
}
