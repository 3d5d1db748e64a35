import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Calls that read")
struct ReadTests {
    @Test("Alerts are asked with every filter and answered as a page")
    func alerts() async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let response = try await client.get(
                "/v1/alerts?status=active&rule=seal-tampered&severity=critical&container=msku%20907032-3&transit=T1"
                    + "&seal=S1&facility=VNCLI&acknowledged=false&assignee=lan"
                    + "&from=2026-03-02T00:00:00+07:00&to=2026-03-03T00:00:00Z&cursor=abc&limit=5")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/json")
            var expected = AlertQuery()
            expected.status = .active
            expected.rule = .sealTampered
            expected.severity = .critical
            expected.container = "MSKU9070323"
            expected.transit = "T1"
            expected.seal = "S1"
            expected.facility = "VNCLI"
            expected.acknowledged = false
            expected.assignee = "lan"
            expected.range = TimeRange(from: .make("2026-03-01T17:00:00Z"), to: .make("2026-03-03T00:00:00Z"))
            expected.page = PageRequest(limit: 5, cursor: "abc")
            #expect(source.asked.alerts == [expected])
            #expect(response.text.hasPrefix("{\"items\":[{\"acknowledged\":false,"))
            #expect(response.text.hasSuffix("],\"next\":null}"))
            let id = Alert.make().id
            #expect(try await client.get("/v1/alerts/\(id)").json()["id"] as? String == id)
            try expectProblem(try await client.get("/v1/alerts/none"), 404, reason: "not-found", detail: "none")
        }
    }

    @Test(
        "A bad parameter is 400 and named",
        arguments: [
            ("/v1/alerts?status=open", "status"), ("/v1/alerts?rule=theft", "rule"),
            ("/v1/alerts?severity=high", "severity"),
            ("/v1/alerts?acknowledged=yes", "acknowledged"), ("/v1/alerts?from=yesterday", "from"),
            ("/v1/alerts?to=2026-03-02T08:00:00", "to"), ("/v1/alerts?limit=0", "limit"),
            ("/v1/alerts?limit=1001", "limit"), ("/v1/alerts?limit=ten", "limit"), ("/v1/alerts?cursor=bad", "cursor"),
            ("/v1/alerts?from=2026-03-03T00:00:00Z&to=2026-03-02T00:00:00Z", "from"),
            ("/v1/transits?status=lost", "status"), ("/v1/rejections?reason=ugly", "reason"),
            ("/v1/gate-events?limit=-1", "limit"), ("/v1/seals?limit=1e3", "limit"),
            ("/v1/positions?bbox=1,2,3", "bbox"), ("/v1/positions?bbox=0,10,20,5", "bbox"),
            ("/v1/positions?bbox=nan,0,1,1", "bbox"), ("/v1/positions?activeWithin=0", "activeWithin"),
            ("/v1/positions?activeWithin=inf", "activeWithin"),
            ("/v1/seals/VNSEAL0001/track?format=shp", "format"), ("/v1/seals/VNSEAL0001/track?from=1", "from"),
            ("/v1/stream?lastEventId=abc", "lastEventId"), ("/v1/gate-events?history=yes", "history"),
            ("/v1/facilities/VNCLI/stock?at=now", "at"), ("/v1/facilities/VNCLI/stock?at=2026-03-02T08:00:01Z", "at"),
            ("/v1/facilities/VNCLI/eligible?limit=0", "limit"),
            ("/v1/facilities/VNCLI/eligible.html?rowCodes=1", "rowCodes"),
            ("/v1/facilities/VNCLI/release-check", "container"), ("/v1/reporting?from=2026-02-30", "from"),
            ("/v1/reporting?from=2026-03-02&to=2026-03-01", "from"), ("/v1/reporting?format=xlsx", "format"),
            ("/v1/reporting?from=2025-03-01&to=2026-03-02", "366 days"), ("/v1/verify", "code"),
        ])
    func badParameter(uri: String, name: String) async throws {
        try await Centre().test { client in
            try expectProblem(try await client.get(uri), 400, detail: name)
        }
    }

    @Test("Transits are listed by status, and one is told with its timeline")
    func transits() async throws {
        let source = FakeSource {
            $0.entries = [
                TimelineEntry(sequence: 4, at: .make("2026-03-02T06:00:00Z"), kind: .transit, json: "{\"a\":1}"),
                TimelineEntry(
                    sequence: 9, at: .make("2026-03-02T07:00:00.5Z"), kind: .zone, change: "entered",
                    json: "{\"z\":2}"),
            ]
        }
        try await Centre(source: source).test { client in
            let list = try await client.get("/v1/transits?status=in-transit&seal=S&container=MSKU9070323")
            #expect(list.text.hasSuffix("\"next\":\"next-page\"}"))
            #expect(source.asked.transits.first?.status == .inTransit)
            #expect(source.asked.transits.first?.seal == "S")
            let one = try await client.get("/v1/transits/T1")
            #expect(try one.json()["transit"] as? String == "T1")
            #expect(
                one.text.hasSuffix(
                    """
                    ,"timeline":[{"sequence":4,"at":"2026-03-02T06:00:00Z","kind":"transit","data":{"a":1}},\
                    {"sequence":9,"at":"2026-03-02T07:00:00.500Z","kind":"zone","change":"entered","data":{"z":2}}]}
                    """))
            try expectProblem(try await client.get("/v1/transits/T2"), 404)
        }
    }

    @Test("Gate events are given as posted, with receipt and lateness")
    func gateEvents() async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/gate-events?container=MSKU9070323&facility=VNCLI")
            #expect(
                response.text == """
                    {"items":[{"account":"cat-lai","container":"MSKU9070323","eventId":"E1","facility":"VNCLI",\
                    "lateness":5,"receipt":{"receivedAt":"2026-03-02T07:00:05Z","sequence":7},\
                    "time":"2026-03-02T07:00:00Z","type":"gate-out"}],"next":null}
                    """)
        }
    }

    @Test("Facilities, one facility and the zones")
    func facilities() async throws {
        try await Centre().test { client in
            let one = """
                {"code":"VNCLI","kind":"seaport","name":"VNCLI","nameVi":"VNCLI",\
                "position":{"lat":10.76,"lon":106.79},"zone":"zone-VNCLI"}
                """
            #expect(try await client.get("/v1/facilities/VNCLI").text == one)
            let all = try await client.get("/v1/facilities")
            #expect(all.text.hasPrefix("{\"items\":[\(one),"))
            #expect(try await client.get("/v1/zones").headers[.contentType] == "application/geo+json")
        }
    }

    @Test("A container is found however its number is written, and an unknown one is 404")
    func container() async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/containers/msku%20907032-3")
            #expect(
                response.text == """
                    {"clearances":[],"container":"MSKU9070323","inspections":[],"numberIsValid":true,"openAlerts":[],\
                    "seal":"VNSEAL0001","visits":[]}
                    """)
            try expectProblem(try await client.get("/v1/containers/MSKU0000000"), 404, detail: "MSKU0000000")
        }
    }

    @Test("A seal is given with its last report and its gaps")
    func seals() async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let seal = try await client.get("/v1/seals/VNSEAL0001").json()
            #expect(seal["missing"] as? [[Int]] == [[3, 4]])
            #expect((seal["lastReport"] as? [String: Any])?["seq"] as? Int == 12)
            #expect(try await client.get("/v1/seals?limit=1000&cursor=c").status == .ok)
            #expect(source.asked.pages == [PageRequest(limit: 1000, cursor: "c")])
            try expectProblem(try await client.get("/v1/seals/S9"), 404)
            try expectProblem(try await client.get("/v1/seals/S9/track"), 404)
        }
    }

    @Test("Positions are GeoJSON: where a seal was last, and what it says of itself now")
    func positions() async throws {
        let fix = SealReport.make(time: "2026-03-02T07:50:00Z")
        var blind = SealStatus.make(.make(sequence: 13, at: nil, state: .tampered))
        blind.lastFix = fix
        let neverSeen = SealStatus.make(.make(seal: "S2", at: nil))
        let source = FakeSource { [blind] in $0.seals = [.make(), blind, neverSeen] }
        try await Centre(source: source).test { client in
            let response = try await client.get("/v1/positions?bbox=170,-10,-170,10&activeWithin=60")
            #expect(response.headers[.contentType] == "application/geo+json")
            #expect(source.asked.areas == [MapArea(west: 170, south: -10, east: -170, north: 10)])
            #expect(source.asked.activeWithin == [60])
            let geometry = "\"geometry\":{\"type\":\"Point\",\"coordinates\":[106.7001,20.8512345]}"
            let ids = "\"seal\":\"VNSEAL0001\",\"container\":\"MSKU9070323\",\"transit\":\"T1\""
            #expect(
                response.text == """
                    {"type":"FeatureCollection","features":[{"type":"Feature","id":"VNSEAL0001",\(geometry),\
                    "properties":{\(ids),"time":"2026-03-02T07:59:30Z","speed":12.5,"track":271,"state":"locked",\
                    "battery":0.87,"receivedAt":"2026-03-02T07:59:31Z"}},{"type":"Feature","id":"VNSEAL0001",\
                    \(geometry),"properties":{\(ids),"time":"2026-03-02T07:59:30Z",\
                    "fixTime":"2026-03-02T07:50:00Z","speed":null,"track":null,"state":"tampered","battery":0.87,\
                    "receivedAt":"2026-03-02T07:59:31Z"}}]}
                    """)
            _ = try await client.get("/v1/positions")
            #expect(source.asked.activeWithin.last == 3600)
        }
    }

    @Test("A map area holds its edges and may cross the antimeridian")
    func area() throws {
        let plain = try #require(MapArea("100,8,110,24"))
        #expect(plain.contains(Coordinate(latitude: 8, longitude: 110)))
        #expect(!plain.contains(Coordinate(latitude: 8, longitude: 110.1)))
        let crossing = try #require(MapArea("170,-10,-170,10"))
        #expect(crossing.contains(Coordinate(latitude: 0, longitude: 179)))
        #expect(crossing.contains(Coordinate(latitude: 0, longitude: -175)))
        #expect(!crossing.contains(Coordinate(latitude: 0, longitude: 0)))
        #expect(!crossing.contains(Coordinate(latitude: 11, longitude: 179)))
        #expect(MapArea("0,0,181,1") == nil && MapArea("0,0,1") == nil && MapArea("a,0,1,1") == nil)
    }

    @Test("Rejections show their bytes as text where they are UTF-8, else in base64")
    func rejections() async throws {
        let source = FakeSource {
            let rejection = Rejection(.malformedJSON, "no JSON", subject: .report)
            let at = Timestamp.make("2026-03-02T08:00:00Z")
            $0.rejections = [
                RejectionRecord(sequence: 2, receivedAt: at, source: "mqtt t", rejection: rejection, bytes: [0xff, 0]),
                RejectionRecord(
                    sequence: 1, receivedAt: at, source: "mqtt t", rejection: rejection, bytes: Array("{ê".utf8)),
            ]
        }
        try await Centre(source: source).test { client in
            let response = try await client.get("/v1/rejections?reason=malformed-json&from=2026-03-02T00:00:00Z")
            #expect(source.asked.rejections.first?.reason == .malformedJSON)
            let rest = """
                "detail":"no JSON","reason":"malformed-json","receivedAt":"2026-03-02T08:00:00Z"
                """
            let end = "\"source\":\"mqtt t\",\"subject\":\"report\""
            #expect(
                response.text == """
                    {"items":[{"base64":"/wA=",\(rest),"sequence":2,\(end)},\
                    {\(rest),"sequence":1,\(end),"text":"{ê"}],"next":null}
                    """)
        }
    }
}
