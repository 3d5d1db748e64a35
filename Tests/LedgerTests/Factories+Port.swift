import Customs
import Ledger
import Testing

extension Effect {
    static func visit(_ sequence: Int64, _ visit: Visit, isRemoved: Bool = false) -> Effect {
        Effect(
            sequence: sequence, at: visit.arrival.time, kind: .visit(VisitChange(visit, isRemoved: isRemoved)))
    }

    static func clearance(_ decision: ClearanceDecision) -> Effect {
        Effect(sequence: decision.sequence, at: decision.decidedAt, kind: .clearance(decision))
    }

    static func manifest(_ record: ManifestRecord) -> Effect {
        Effect(sequence: record.sequence, at: record.putAt, kind: .manifest(record))
    }

    static func outage(_ sequence: Int64, _ outage: Outage) -> Effect {
        Effect(sequence: sequence, at: outage.announcedAt, kind: .outage(outage))
    }
}

extension Visit {
    static func make(
        _ container: String = "MSKU1234565", facility: String = "VNHPH", from: Double = 0, to: Double? = nil
    ) -> Visit {
        var visit = Visit(
            container: container, facility: facility,
            arrival: Side(
                time: time(from), eventId: "in-\(container)", account: "port", type: .gateIn, latenessSeconds: 60),
            hasArrivalEvent: true)
        visit.departure = to.map {
            Side(time: time($0), eventId: "out", account: "port", type: .gateOut, latenessSeconds: 30)
        }
        visit.seals = ["S1", "S2"]
        visit.sizeType = "22G1"
        visit.fullEmpty = .full
        return visit
    }
}

extension ClearanceDecision {
    static func make(
        _ sequence: Int64, _ declaration: String = "105000000001", _ containers: [String] = ["MSKU1234565"],
        _ status: ClearanceStatus = .released, at seconds: Double = 0, reason: String? = nil
    ) -> ClearanceDecision {
        ClearanceDecision(
            declaration: declaration, containers: containers, status: status, reason: reason, decidedAt: time(seconds),
            by: "customs", sequence: sequence)
    }
}

extension ManifestRecord {
    static func make(
        _ sequence: Int64, call: String = "V1", facility: String = "VNHPH", _ containers: [String], version: Int = 1
    ) -> ManifestRecord {
        ManifestRecord(
            manifest: Manifest(
                call: call, facility: facility, vessel: "Sông Hồng", expectedAt: time(500),
                containers: containers.map { Manifest.Container(number: $0, billOfLading: "BL1") }),
            putAt: time(Double(sequence)), by: "customs", sequence: sequence, version: version)
    }
}

extension Outage {
    static func make(_ id: String, facility: String = "VNHPH", at seconds: Double) -> Outage {
        Outage(
            outage: id, facility: facility, startsAt: time(seconds), announcedAt: time(seconds + 60),
            announcedBy: "port", reason: "power")
    }
}

/// All pages of a list, each of at most `limit` items and only the last with fewer.
func pages<Item>(limit: Int, _ fetch: (PageRequest) async throws -> Page<Item>) async throws -> [Item] {
    var items: [Item] = []
    var request = PageRequest(limit: limit)
    while true {
        let page = try await fetch(request)
        try #require(page.items.count <= limit)
        items += page.items
        guard let next = page.next else { return items }
        try #require(page.items.count == limit)
        request.cursor = next
    }
}
