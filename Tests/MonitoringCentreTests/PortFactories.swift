import Customs

extension GateEventRecord {
    /// An event with an account, an id and what else a test changes.
    static func make(
        _ eventId: String, _ type: GateEvent.Kind = .gateIn, facility: String = "VNCLI", account: String = "cat-lai",
        sequence: Int64 = 7, _ change: (inout GateEventRecord) -> Void = { _ in }
    ) -> GateEventRecord {
        var record = GateEventRecord(
            event: GateEvent(
                eventId: eventId, facility: facility, type: type, time: .make("2026-03-02T07:00:00Z"),
                container: "MSKU9070323"),
            account: account,
            receipt: Receipt(sequence: sequence, receivedAt: .make("2026-03-02T07:00:05Z")))
        change(&record)
        return record
    }
}

extension ClearanceDecision {
    static func make(
        _ status: ClearanceStatus = .released, declaration: String = "100000000001", sequence: Int64 = 5
    ) -> ClearanceDecision {
        ClearanceDecision(
            declaration: declaration, containers: ["MSKU9070323"], status: status, reason: nil,
            decidedAt: .make("2026-03-02T05:00:00Z"), by: "vnaccs", sequence: sequence)
    }
}

extension ManifestReconciliation {
    static func make(facility: String = "VNHPH", version: Int = 1) -> ManifestReconciliation {
        let manifest = Manifest(
            call: "HPH-1", facility: facility,
            containers: [.init(number: "MSKU9070323"), .init(number: "CSQU3054383")])
        return ManifestReconciliation(
            manifest: ManifestRecord(
                manifest: manifest, putAt: .make("2026-03-01T00:00:00Z"), by: "vnaccs", sequence: 3, version: version),
            found: ["CSQU3054383", "TGHU1643396"])
    }
}

extension Outage {
    static func make(facility: String = "VNCLI") -> Outage {
        Outage(
            outage: "O1", facility: facility, startsAt: .make("2026-03-02T03:00:00Z"),
            announcedAt: .make("2026-03-02T03:05:00Z"), announcedBy: "cat-lai", reason: "Power cut")
    }
}

extension ReportingRow {
    static func make(facility: String = "VNCLI", account: String = "cat-lai") -> ReportingRow {
        ReportingRow(
            day: "2026-03-02", account: account, facility: facility, events: 12, medianDelay: 40.5,
            percentile95Delay: nil, late: 2, backlog: 1, corrections: 3, cancellations: 0, rejections: 4)
    }
}

extension Visit {
    static func make(_ container: String = "MSKU9070323", facility: String = "VNCLI") -> Visit {
        var visit = Visit(
            container: container, facility: facility,
            arrival: .init(
                time: .make("2026-03-01T17:30:00Z"), eventId: "E0", account: "cat-lai", type: .gateIn,
                latenessSeconds: 12),
            hasArrivalEvent: true)
        visit.seals = ["VNSEAL0001"]
        visit.declaration = "100000000001"
        return visit
    }
}

extension ReleaseCheck {
    static func make(
        _ container: String, facility: String = "VNCLI", reasons: [Reason] = [], notes: [Reason] = []
    ) -> ReleaseCheck {
        ReleaseCheck(
            container: container, facility: facility, reasons: reasons, notes: notes,
            clearance: reasons.isEmpty ? ClearanceFact(.make()) : nil, at: .make("2026-03-02T08:00:00Z"))
    }
}

extension StockItem {
    static func make(
        _ container: String = "MSKU9070323", facility: String = "VNCLI", reasons: [ReleaseCheck.Reason] = []
    ) -> StockItem {
        StockItem(
            .make(container, facility: facility), .make(container, facility: facility, reasons: reasons),
            latest: ClearanceFact(.make()))
    }
}
