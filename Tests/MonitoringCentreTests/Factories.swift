import Customs
import Testing

extension Timestamp {
    static func make(_ text: String) -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else {
            Issue.record("“\(text)” is no time")
            return .distantPast
        }
        return time
    }
}

extension Alert {
    static func make(id: String = "seal-tampered.T1.20260302T073000000") -> Alert {
        Alert(
            id: id, rule: .sealTampered, severity: .critical, transit: "T1", container: "MSKU9070323",
            seal: "VNSEAL0001", startedAt: .make("2026-03-02T07:30:00Z"), detectedAt: .make("2026-03-02T07:30:02Z"),
            position: Coordinate(latitude: 20.85, longitude: 106.7), message: "Cut", messageVi: "Cắt",
            evidence: ["seq": .number(12)])
    }
}

extension Transit {
    static func make(id: String = "T1") -> Transit {
        Transit(
            order: TransitOrder(
                container: "MSKU9070323", seal: "VNSEAL0001", declaration: "100000000001", origin: "VNHPH",
                destination: "HUUNGHI", deadline: .make("2026-03-02T18:00:00Z")),
            id: id, openedAt: .make("2026-03-02T06:00:00Z"), openedBy: "officer")
    }
}

extension GateEventRecord {
    static func make(facility: String = "VNCLI") -> GateEventRecord {
        GateEventRecord(
            event: GateEvent(
                eventId: "E1", facility: facility, type: .gateOut, time: .make("2026-03-02T07:00:00Z"),
                container: "MSKU9070323"),
            account: "cat-lai", receipt: Receipt(sequence: 7, receivedAt: .make("2026-03-02T07:00:05Z")))
    }
}

extension SealReport {
    static func make(
        seal: String = "VNSEAL0001", sequence: Int64 = 12, time: String = "2026-03-02T07:59:30Z",
        at position: Coordinate? = Coordinate(latitude: 20.8512345, longitude: 106.7001), state: SealState = .locked
    ) -> SealReport {
        SealReport(
            seal: seal, sequence: sequence, fixTime: .make(time), mode: position == nil ? 1 : 3, position: position,
            speedMetersPerSecond: position == nil ? nil : 12.5, courseDegrees: position == nil ? nil : 271,
            state: state, battery: 0.87)
    }
}

extension SealStatus {
    static func make(_ report: SealReport = .make()) -> SealStatus {
        SealStatus(
            seal: report.seal, container: "MSKU9070323", transit: "T1", lastReport: report,
            receivedAt: .make("2026-03-02T07:59:31Z"), lastFix: report.fix == nil ? nil : report, missing: [[3, 4]])
    }
}

extension Zone {
    static func make(_ facility: String) -> Zone {
        Zone(
            id: "zone-\(facility)", kind: .seaport, name: facility, facility: facility,
            shape: .circle(center: Coordinate(latitude: 10.76, longitude: 106.79), radiusMeters: 800))
    }
}

extension TrackPoint {
    static func make(
        _ sequence: Int64, _ time: String, _ position: Coordinate?, altitude: Double? = nil, boot: String = "0",
        state: SealState = .locked
    ) -> TrackPoint {
        TrackPoint(
            fixTime: .make(time), receivedAt: .make(time), boot: boot, sequence: sequence, ordinal: sequence,
            mode: position == nil ? 1 : 3, position: position, altitudeMeters: altitude, speedMetersPerSecond: 12.5,
            courseDegrees: position == nil ? nil : 90, horizontalErrorMeters: 2.5, state: state, battery: 0.9)
    }
}

extension Effect {
    /// A report of a seal, as it is published.
    static func report(
        _ sequence: Int64, seal: String = "VNSEAL0001",
        at position: Coordinate? = Coordinate(latitude: 21, longitude: 106),
        state: SealState = .locked
    ) -> Effect {
        let report = SealReport.make(
            seal: seal, sequence: sequence, time: "2026-03-02T07:59:30Z", at: position, state: state)
        return Effect(
            sequence: sequence, at: report.fixTime,
            kind: .report(
                StoredReport(
                    report: report, receivedAt: report.fixTime, container: "MSKU9070323", transit: nil)))
    }

    static func alert(_ sequence: Int64) -> Effect {
        Effect(sequence: sequence, at: .make("2026-03-02T07:30:00Z"), kind: .alert(.raised, .make()))
    }

    static func zone(_ sequence: Int64) -> Effect {
        Effect(
            sequence: sequence, at: .make("2026-03-02T07:30:00Z"),
            kind: .zone(ZoneChange(change: .entered, seal: "S1", container: nil, zone: "cat-lai-port")))
    }
}
