import Customs
import Ledger
import Testing

@Suite("Manifests, outages and equipment events")
struct PortQueryTests {
    @Test("The newest version of a manifest is held against the live discharges of its call and facility")
    func manifests() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        func discharge(
            _ sequence: Int64, _ container: String, call: String? = "V1", facility: String = "VNHPH",
            type: GateEvent.Kind = .discharge
        ) -> GateEventRecord {
            .make("e\(sequence)", facility: facility, container: container, type: type) { $0.event.call = call }
        }
        let newest = ManifestRecord.make(11, ["A", "B", "C"], version: 2)
        var replaced = discharge(6, "Z")
        replaced.replacedBy = "e1"
        let events = [
            discharge(1, "A"), discharge(2, "X"), discharge(3, "B", call: "V2"), discharge(4, "B", facility: "VNHNG"),
            discharge(5, "C", type: .gateIn), replaced, discharge(7, "A"), discharge(8, "Y", call: nil),
        ]
        _ = try ledger.commit(
            .make(
                events.enumerated().map { .gateEvent(Int64($0 + 1), $1) } + [
                    .manifest(.make(10, ["Q"])), .manifest(newest), .manifest(.make(12, call: "V9", ["A"])),
                ]))
        let found = try #require(try await ledger.manifest(call: "V1"))
        #expect(found.manifest == newest)
        #expect(found.discharged == ["A"])
        #expect(found.missing == ["B", "C"])
        #expect(found.unexpected == ["X"])
        #expect(try await ledger.manifest(call: "V2") == nil)
        #expect(try await ledger.rowCounts()["manifest"] == 3)
    }

    @Test("Outages are listed newest first with their end, one facility's alone, at most 100")
    func outages() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var first = Outage.make("O1", at: 10)
        let second = Outage.make("O2", at: 20)
        _ = try ledger.commit(
            .make([.outage(1, first), .outage(2, second), .outage(3, .make("O1", facility: "VNHNG", at: 30))]))
        first.endsAt = time(15)
        first.endAnnouncedAt = time(16)
        _ = try ledger.commit(.make([.outage(4, first)]))
        #expect(try await ledger.outages(facility: "VNHPH") == [second, first])
        #expect(try await ledger.outages(facility: "none").isEmpty)
        _ = try ledger.commit(.make((0..<120).map { .outage(Int64($0 + 10), .make("P\($0)", at: Double(100 + $0))) }))
        #expect(try await ledger.outages(facility: "VNHPH").count == 100)
    }

    @Test("An event comes back as posted, with seals, result, lateness and correction")
    func roundTrip() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var record = GateEventRecord.make("e1") {
            $0.event.seals = [.init(number: "S1", issuer: .carrier, condition: .broken), .init(number: "S2")]
            $0.event.result = .init(
                verdict: .suspicious, reference: "scan/1", imageSHA256: String(repeating: "a", count: 64),
                device: "NUCTECH 1")
            $0.event.vehicle = .init(plate: "15C-12345", trailer: "15R-1")
            $0.event.amends = .replace
            $0.lateBeyondSeconds = 12.5
            $0.outage = "O1"
        }
        let other = GateEventRecord.make("e2")
        _ = try ledger.commit(.make([.gateEvent(1, record), .gateEvent(2, other)]))
        #expect(try await ledger.gateEvent(account: "port", eventId: "e1") == record)
        record.cancelledBy = "e3"
        _ = try ledger.commit(.make([.gateEvent(3, record)]))
        #expect(try await ledger.gateEvent(account: "port", eventId: "e1") == record)
        #expect(try await ledger.gateEvent(account: "port", eventId: "e2") == other)
        #expect(try await ledger.gateEvent(account: "other", eventId: "e1") == nil)
        #expect(try await ledger.rowCounts()["gate_event"] == 2)
    }

    @Test("Equipment events page by received time either way, under every filter", arguments: [1, 7, 1000])
    func equipmentEvents(limit: Int) async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let types: [GateEvent.Kind] = [.gateIn, .gateOut, .discharge]
        var records = (0..<90).map { (number: Int) -> GateEventRecord in
            .make(
                "e\(number)", account: "a\(number % 2)", facility: "F\(number % 4)", container: "C\(number % 7)",
                type: types[number % 3], at: Double(number % 10), receivedAfter: Double(number / 9)
            ) {
                $0.event.booking = number % 5 == 0 ? nil : "B\(number % 5)"
                $0.event.billOfLading = number % 6 == 0 ? nil : "L\(number % 6)"
            }
        }
        records[8].replacedBy = "e9"
        records[10].cancelledBy = "e11"
        records[11].event.cancels = "e10"
        records[12].event.amends = .cancel
        _ = try ledger.commit(.make(records.enumerated().map { .gateEvent(Int64($0 + 1), $1) }))
        records = records.filter(\.isLive).sorted {
            ($0.receipt.receivedAt, $0.account, $0.event.eventId) < (
                $1.receipt.receivedAt, $1.account, $1.event.eventId
            )
        }
        func check(
            _ change: (inout EquipmentEventQuery) -> Void, _ isWanted: (GateEventRecord) -> Bool
        ) async throws {
            for isNewestFirst in [false, true] {
                var query = EquipmentEventQuery()
                query.isNewestFirst = isNewestFirst
                change(&query)
                let found = try await pages(limit: limit) { page in
                    query.page = page
                    return try await ledger.equipmentEvents(query)
                }
                let wanted = records.filter(isWanted)
                #expect(found == (isNewestFirst ? wanted.reversed() : wanted))
            }
        }
        try await check({ _ in }, { _ in true })
        try await check({ $0.facilities = ["F1", "F3"] }, { ["F1", "F3"].contains($0.event.facility) })
        try await check({ $0.facilities = [] }, { _ in false })
        try await check({ $0.types = [.gateOut, .discharge] }, { $0.event.type != .gateIn })
        try await check({ $0.types = [.damage] }, { _ in false })
        try await check({ $0.containers = ["C1", "C2", "C1"] }, { ["C1", "C2"].contains($0.event.container) })
        try await check({ $0.bookings = ["B1", "B4"] }, { ["B1", "B4"].contains($0.event.booking) })
        try await check({ $0.billsOfLading = ["L5"] }, { $0.event.billOfLading == "L5" })
        try await check(
            {
                $0.containers = ["C1", "C2", "C3", "C4"]
                $0.types = [.gateIn, .discharge]
                $0.bookings = ["B1", "B2"]
                $0.billsOfLading = ["L1", "L2", "L3"]
                $0.facilities = ["F0", "F1", "F2"]
            },
            {
                ["C1", "C2", "C3", "C4"].contains($0.event.container) && $0.event.type != .gateOut
                    && ["B1", "B2"].contains($0.event.booking)
                    && ["L1", "L2", "L3"].contains($0.event.billOfLading) && $0.event.facility != "F3"
            })
        try await check(
            { ($0.receivedFrom, $0.receivedBefore) = (time(5), time(9)) },
            { $0.receipt.receivedAt >= time(5) && $0.receipt.receivedAt < time(9) })
        try await check(
            { ($0.receivedAfter, $0.receivedTo, $0.facilities) = (time(5), time(9), ["F1"]) },
            { $0.receipt.receivedAt > time(5) && $0.receipt.receivedAt <= time(9) && $0.event.facility == "F1" })
    }

    @Test("A cursor of another list is refused")
    func badCursor() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var query = EquipmentEventQuery()
        query.page.cursor = "eyJsIjoiYSJ9"
        await #expect(throws: LedgerError.badCursor("eyJsIjoiYSJ9")) { try await ledger.equipmentEvents(query) }
    }
}
