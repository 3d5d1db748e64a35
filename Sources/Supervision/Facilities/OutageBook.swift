import Customs

/// The outages that operators announced.
struct OutageBook: Codable, Sendable {
    /// Outages of a facility that are kept; beyond it the oldest ended ones are let go.
    static let mostOfFacility = 200

    private var byFacility: [String: [Customs.Outage]] = [:]
    private var facilities: [String: String] = [:]
    private var nextNumber: Int64 = 1

    func contains(_ id: String) -> Bool { facilities[id] != nil }

    /// An outage of a facility.
    func outage(_ id: String, facility: String) -> Customs.Outage? {
        byFacility[facility]?.last { $0.outage == id }
    }

    /// A name for one that was announced without.
    mutating func newName() -> String {
        while true {
            let number = String(nextNumber)
            nextNumber += 1
            let name = "O-" + String(repeating: "0", count: max(0, 6 - number.count)) + number
            if !contains(name) { return name }
        }
    }

    mutating func insert(_ outage: Customs.Outage) {
        facilities[outage.outage] = outage.facility
        var all = byFacility.removeValue(forKey: outage.facility) ?? []
        all.append(outage)
        if all.count > Self.mostOfFacility {
            let dropped = all.remove(at: all.firstIndex { $0.endsAt != nil } ?? 0)
            facilities[dropped.outage] = nil
        }
        byFacility[outage.facility] = all
    }

    mutating func update(_ outage: Customs.Outage) {
        guard let index = byFacility[outage.facility]?.lastIndex(where: { $0.outage == outage.outage }) else { return }
        byFacility[outage.facility]?[index] = outage
    }

    /// The outage that explains why an event came late: the first announced.
    func explanation(of record: GateEventRecord, deadline: Double) -> Customs.Outage? {
        byFacility[record.event.facility]?.first {
            $0.explains(eventAt: record.event.time, receivedAt: record.receipt.receivedAt, deadline: deadline)
        }
    }
}
