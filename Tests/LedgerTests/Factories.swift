import Customs
import Ledger

extension Effect {
    static func report(
        _ ordinal: Int64, seal: String = "VNSEAL0001", boot: String = "0", sequence: Int64? = nil,
        at fixTime: Timestamp? = nil, position: Coordinate? = Coordinate(latitude: 20.8561234, longitude: 106.6834321),
        container: String? = nil, transit: String? = nil
    ) -> Effect {
        let fixTime = fixTime ?? time(Double(ordinal) * 30)
        return Effect(
            sequence: ordinal, at: fixTime,
            kind: .report(
                StoredReport(
                    report: SealReport(
                        seal: seal, boot: boot, sequence: sequence ?? ordinal, fixTime: fixTime,
                        mode: position == nil ? 1 : 3, position: position, speedMetersPerSecond: 12.5,
                        courseDegrees: 87.25, satellites: 11, battery: 0.8125),
                    ordinal: ordinal, receivedAt: fixTime.advanced(bySeconds: 1.5), container: container,
                    transit: transit)))
    }

    static func transit(_ sequence: Int64, _ transit: Transit) -> Effect {
        Effect(sequence: sequence, at: transit.openedAt, kind: .transit(transit))
    }

    static func alert(_ sequence: Int64, _ alert: Alert, _ change: AlertChange = .raised) -> Effect {
        Effect(sequence: sequence, at: alert.startedAt, kind: .alert(change, alert))
    }

    static func gateEvent(_ sequence: Int64, _ record: GateEventRecord) -> Effect {
        Effect(sequence: sequence, at: record.event.time, kind: .gateEvent(record))
    }

    static func zone(_ sequence: Int64, seal: String = "VNSEAL0001", at: Timestamp) -> Effect {
        Effect(
            sequence: sequence, at: at,
            kind: .zone(ZoneChange(change: .entered, seal: seal, container: "MSKU1234565", zone: "port-hph")))
    }
}

extension Transit {
    static func make(
        _ id: String = "T1", seal: String = "VNSEAL0001", container: String = "MSKU1234565", at seconds: Double = 0
    ) -> Transit {
        Transit(
            order: TransitOrder(
                container: container, seal: seal, declaration: "105000000001", origin: "VNHPH", destination: "VNHNG",
                deadline: time(seconds + 86_400)),
            id: id, openedAt: time(seconds), openedBy: "officer")
    }
}

extension Alert {
    static func make(
        _ id: String, rule: RuleCode = .sealTampered, severity: Severity = .critical, container: String? = nil,
        transit: String? = nil, at seconds: Double = 0
    ) -> Alert {
        Alert(
            id: id, rule: rule, severity: severity, transit: transit, container: container, seal: "VNSEAL0001",
            startedAt: time(seconds), detectedAt: time(seconds + 1),
            position: Coordinate(latitude: 20.5, longitude: 106.25), message: "cut", messageVi: "bị cắt",
            evidence: ["limit": .number(900), "since": .time(time(seconds))])
    }
}

extension GateEventRecord {
    static func make(
        _ id: String, account: String = "port", facility: String = "VNHPH", container: String = "MSKU1234565",
        type: GateEvent.Kind = .gateIn, at seconds: Double = 0, receivedAfter delay: Double = 60, sequence: Int64 = 1,
        _ change: (inout GateEventRecord) -> Void = { _ in }
    ) -> GateEventRecord {
        var record = GateEventRecord(
            event: GateEvent(
                eventId: id, facility: facility, type: type, time: time(seconds), container: container,
                fullEmpty: .full, seals: [.init(number: "S1", issuer: .customs, condition: .intact)]),
            account: account, receipt: Receipt(sequence: sequence, receivedAt: time(seconds + delay)))
        change(&record)
        return record
    }
}

extension CommitBatch {
    static func make(
        _ effects: [Effect] = [], envelopes: [Envelope]? = nil, rejections: [RejectionRecord] = [],
        snapshot: Snapshot? = nil
    ) -> CommitBatch {
        var batch = CommitBatch()
        batch.envelopes = envelopes ?? [Envelope(source: .tick, receivedAt: start)]
        batch.effects = effects
        batch.rejections = rejections
        batch.snapshot = snapshot
        return batch
    }
}

extension Snapshot {
    static func make(_ journalID: Int64 = 0, version: String = "1") -> Snapshot {
        Snapshot(version: version, journalID: journalID, bytes: Array("state \(journalID)".utf8))
    }
}

extension [Effect] {
    /// What the track of `seal` must be.
    func track(of seal: String = "VNSEAL0001") -> [TrackPoint] {
        compactMap { effect -> TrackPoint? in
            guard case .report(let stored) = effect.kind, stored.report.seal == seal else { return nil }
            return TrackPoint(stored, ordinal: effect.sequence)
        }.sorted { ($0.fixTime, $0.sequence) < ($1.fixTime, $1.sequence) }
    }
}
