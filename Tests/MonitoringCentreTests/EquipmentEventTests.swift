import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("DCSA Track & Trace equipment events")
struct EquipmentEventTests {
    private static let record = GateEventRecord.make("E1", .gateOut, facility: "VNHPH", account: "hai-phong") {
        $0.event.sizeType = "22G1"
        $0.event.fullEmpty = .full
        $0.event.vehicle = .init(plate: "15C-123.45")
        $0.event.booking = "BK1"
        $0.event.billOfLading = "BL1"
        $0.event.declaration = "100000000001"
        $0.event.seals = [
            .init(number: "VNSEAL0001", issuer: .customs), .init(number: "TOO-LONG-FOR-DCSA-1", issuer: .carrier),
            .init(number: "GONE", issuer: .carrier, condition: .missing), .init(number: "T1", issuer: .terminal),
        ]
    }

    @Test("A gate-out is one event with the site's times, its place, its truck, papers and seals")
    func one() async throws {
        try await Centre(source: FakeSource { $0.gateEvents = [Self.record] }).test { client in
            let response = try await client.get("/v2/events")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/json")
            #expect(header(response, "API-Version") == "2.2.0")
            #expect(header(response, "Current-Page") == "http://localhost/v2/events")
            #expect(header(response, "Next-Page") == nil)
            let id = try #require(response.text.firstMatch(of: /"eventID":"([0-9a-f-]{36})"/)?.1)
            #expect(id.dropFirst(14).first == "8")
            #expect(
                response.text == """
                    [{"ISOEquipmentCode":"22G1","documentReferences":[{"documentReferenceType":"BKG",\
                    "documentReferenceValue":"BK1"},{"documentReferenceType":"TRD","documentReferenceValue":"BL1"},\
                    {"documentReferenceType":"CUS","documentReferenceValue":"100000000001"}],\
                    "emptyIndicatorCode":"LADEN","equipmentEventTypeCode":"GTOT","equipmentReference":"MSKU9070323",\
                    "eventClassifierCode":"ACT","eventCreatedDateTime":"2026-03-02T14:00:05+07:00",\
                    "eventDateTime":"2026-03-02T14:00:00+07:00","eventID":"\(id)",\
                    "eventLocation":{"UNLocationCode":"VNHPH","facilityCode":"VNHPH","locationName":"VNHPH"},\
                    "eventType":"EQUIPMENT","facilityTypeCode":"POTE","seals":[{"sealNumber":"VNSEAL0001",\
                    "sealSource":"CUS"},{"sealNumber":"T1"}],"transportCall":{"UNLocationCode":"VNHPH",\
                    "facilityCode":"VNHPH","facilityTypeCode":"POTE","modeOfTransport":"TRUCK",\
                    "transportCallID":"15C-123.45"}}]
                    """)
            // The same event has the same id, whoever asks and whenever.
            #expect(try await client.get("/v2/events?limit=1", as: "officer").text.contains(id))
        }
    }

    @Test(
        "Every type of gate event but damage has its code",
        arguments: [
            (GateEvent.Kind.gateIn, "GTIN"), (.gateOut, "GTOT"), (.discharge, "DISC"), (.load, "LOAD"),
            (.stuffing, "STUF"), (.stripping, "STRP"), (.sealAffixed, "RSEA"), (.sealRemoved, "RMVD"), (.scan, "INSP"),
            (.inspection, "INSP"),
        ])
    func codes(kind: GateEvent.Kind, code: String) async throws {
        let source = FakeSource { $0.gateEvents = [.make("E1", kind), .make("E2", .damage)] }
        try await Centre(source: source).test { client in
            let text = try await client.get("/v2/events").text
            #expect(text.matches(of: /"equipmentEventTypeCode":"(\w+)"/).map(\.1) == [Substring(code)])
            _ = try await client.get("/v2/events?equipmentEventTypeCode=\(code)")
            #expect(source.asked.equipmentEvents.last?.types?.contains(kind) == true)
        }
    }

    @Test("Commas mean or, parameters and; the suffixes of the time are its bounds")
    func filters() async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let uri =
                "/v2/events?eventType=EQUIPMENT,SHIPMENT&equipmentEventTypeCode=GTIN,GTOT"
                + "&equipmentReference=msku9070323,CSQU3054383&transportDocumentReference=B1,B2"
                + "&carrierBookingReference=K1&UNLocationCode=VNHPH,CNSHA"
                + "&eventCreatedDateTime%3Agte=2026-03-02T00:00:00Z"
                + "&eventCreatedDateTime:lt=2026-03-03T07:00:00%2B07:00&limit=7&cursor=c&sort=eventCreatedDateTime:ASC"
            #expect(try await client.get(uri).status == .ok)
            var expected = EquipmentEventQuery()
            expected.facilities = ["VNHPH"]
            expected.types = [.gateIn, .gateOut]
            expected.containers = ["MSKU9070323", "CSQU3054383"]
            expected.billsOfLading = ["B1", "B2"]
            expected.bookings = ["K1"]
            expected.receivedFrom = .make("2026-03-02T00:00:00Z")
            expected.receivedBefore = .make("2026-03-03T00:00:00Z")
            expected.page = PageRequest(limit: 7, cursor: "c")
            #expect(source.asked.equipmentEvents == [expected])
            _ = try await client.get(
                "/v2/events?eventCreatedDateTime:gt=2026-03-01T00:00:00Z&eventCreatedDateTime:lte=2026-03-02T00:00:00Z")
            #expect(source.asked.equipmentEvents.last?.receivedAfter == .make("2026-03-01T00:00:00Z"))
            #expect(source.asked.equipmentEvents.last?.receivedTo == .make("2026-03-02T00:00:00Z"))
            #expect(source.asked.equipmentEvents.last?.isNewestFirst == true)
            _ = try await client.get("/v2/events?eventCreatedDateTime:eq=2026-03-01T00:00:00Z")
            #expect(source.asked.equipmentEvents.last?.receivedFrom == .make("2026-03-01T00:00:00Z"))
            #expect(source.asked.equipmentEvents.last?.receivedTo == .make("2026-03-01T00:00:00Z"))
        }
    }

    @Test(
        "Other types of event, codes that no gate event has and places without a facility give an empty list",
        arguments: [
            "eventType=SHIPMENT", "eventType=TRANSPORT,SHIPMENT", "equipmentEventTypeCode=PICK,DROP",
            "UNLocationCode=CNSHA",
        ])
    func empty(query: String) async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let response = try await client.get("/v2/events?\(query)")
            #expect(response.status == .ok && response.text == "[]")
            #expect(header(response, "API-Version") == "2.2.0")
            #expect(source.asked.equipmentEvents.isEmpty)
        }
    }

    @Test(
        "A bad value is 400 and named, and so is a filter that this system has not",
        arguments: [
            ("eventType=GATE", "eventType"), ("equipmentEventTypeCode=GTIN,XXXX", "equipmentEventTypeCode"),
            ("UNLocationCode=Haiphong", "UNLocationCode"), ("UNLocationCode=XXHPH", "UNLocationCode"),
            ("eventCreatedDateTime:gte=yesterday", "eventCreatedDateTime:gte"),
            ("eventCreatedDateTime:ne=2026-03-01T00:00:00Z", "eventCreatedDateTime:ne"), ("limit=0", "limit"),
            ("limit=1001", "limit"), ("sort=eventDateTime:ASC", "sort"), ("vesselIMONumber=9321483", "vesselIMONumber"),
            ("equipmentReference=,", "equipmentReference"),
        ])
    func badValue(query: String, name: String) async throws {
        try await Centre().test { client in
            try expectProblem(try await client.get("/v2/events?\(query)"), 400, detail: name)
        }
    }

    @Test("Next-Page leads through all events once, with the filters that were asked")
    func paging() async throws {
        let source = FakeSource { $0.gateEvents = (0..<5).map { .make("E\($0)", .gateIn) } }
        try await Centre(source: source, change: { $0.publicURL = "https://vasscm.example.vn/" }).test { client in
            var next: String? = "/v2/events?limit=2&equipmentEventTypeCode=GTIN"
            var ids: [String] = []
            var pages = 0
            while let uri = next, pages < 10 {
                let response = try await client.get(uri)
                pages += 1
                ids += response.text.matches(of: /"eventID":"([^"]+)"/).map { String($0.1) }
                let current = try #require(header(response, "Current-Page"))
                #expect(current == "https://vasscm.example.vn\(uri)")
                next = header(response, "Next-Page").map {
                    String($0.dropFirst("https://vasscm.example.vn".count))
                }
            }
            #expect(pages == 3)
            #expect(Set(ids).count == 5 && ids.count == 5)
            #expect(source.asked.equipmentEvents.allSatisfy { $0.types == [.gateIn] })
        }
    }

    @Test("A facility's code is a UN/LOCODE where it is one, and not where it only begins like one")
    func places() {
        #expect(UNLocationCode(facility: "VNHPH")?.text == "VNHPH")
        #expect(UNLocationCode(facility: "VNHPHTCI1")?.text == "VNHPH")
        for other in ["HICT", "HUUNGHI", "KNQHAIAN", "ICDGIALAM", "MOCBAI", "vnhph", "VNHP0"] {
            #expect(UNLocationCode(facility: other) == nil, "\(other)")
        }
    }

    private func header(_ response: TestResponse, _ name: String) -> String? {
        HTTPField.Name(name).flatMap { response.headers[$0] }
    }
}
