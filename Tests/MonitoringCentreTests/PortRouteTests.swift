import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Gate events, clearances, manifests, outages and punctuality")
struct PortRouteTests {
    private static let edifact: HTTPFields = [.contentType: "application/EDIFACT; charset=us-ascii"]

    @Test("EDIFACT is handed on with its type, and answered with the results of its containers")
    func edifactAsJSON() async throws {
        let source = FakeSource {
            $0.outcomes = [
                .gateEvent(GateEventOutcome(eventId: "edi:TOS:1:1:A:in", status: .accepted, receipt: nil)),
                .rejected(Rejection(.missingField, "segment 9", subject: .gateEvent, eventId: "edi:TOS:1:1:B:in")),
            ]
        }
        try await Centre(source: source).test { client in
            let response = try await client.post("/v1/gate-events", as: "cat-lai", "UNB+", headers: Self.edifact)
            #expect(response.status == .created)
            #expect(
                response.text == """
                    {"results":[{"alerts":[],"eventId":"edi:TOS:1:1:A:in","status":"accepted"},{"alerts":[],\
                    "detail":"segment 9","eventId":"edi:TOS:1:1:B:in","reason":"missing-field","status":"rejected"}]}
                    """)
            #expect(source.asked.calls.map(\.call.contentType) == ["application/edifact"])
            #expect(source.asked.calls.first?.body == Array("UNB+".utf8))
        }
    }

    @Test(
        "Who accepts EDIFACT gets the CONTRL and APERAK interchange, who likes JSON better gets JSON",
        arguments: [
            ("application/edifact", true), ("application/edifact, application/json;q=0.5", true),
            ("application/edifact;q=0.5, application/json", false), ("*/*", false), ("application/edifact;q=0", false),
        ])
    func edifactAnswer(accept: String, isEDIFACT: Bool) async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            var headers = Self.edifact
            headers[.accept] = accept
            let response = try await client.post("/v1/gate-events", as: "cat-lai", "UNB+", headers: headers)
            #expect(response.status == .created)
            #expect(response.headers[.contentType] == (isEDIFACT ? "application/edifact" : "application/json"))
            #expect(response.headers[.vary] == "Accept")
            if isEDIFACT {
                #expect(response.text == "UNB+UNOA:2'")
                let asked = try #require(source.asked.ediAnswers.first)
                #expect(asked.call == source.asked.calls.first?.call)
                #expect(asked.body == Array("UNB+".utf8))
                #expect(asked.outcomes.count == 1)
            } else {
                #expect(source.asked.ediAnswers.isEmpty)
            }
        }
    }

    @Test("EDIFACT of which nothing could be read is a 400 problem that the pipeline has kept")
    func unreadableEDIFACT() async throws {
        let source = FakeSource { $0.outcomes = [.rejected(Rejection(.malformedEDI, "segment 1 (byte 0)"))] }
        try await Centre(source: source).test { client in
            let response = try await client.post("/v1/gate-events", "garbage", headers: Self.edifact)
            try expectProblem(response, 400, reason: "malformed-edi", detail: "segment 1")
            #expect(source.asked.calls.count == 1)
        }
    }

    @Test("An array of one refused event is 201 with its result, one object alone a problem")
    func arrayOfOne() async throws {
        let source = FakeSource {
            $0.outcomes = [.rejected(Rejection(.missingField, "time is missing", subject: .gateEvent, eventId: "A"))]
        }
        try await Centre(source: source).test { client in
            let array = try await client.post("/v1/gate-events", "\n [{\"eventId\":\"A\"}]")
            #expect(array.status == .created)
            #expect(array.text.contains("\"eventId\":\"A\",\"reason\":\"missing-field\",\"status\":\"rejected\""))
            try expectProblem(try await client.post("/v1/gate-events", "{\"eventId\":\"A\"}"), 400)
        }
    }

    @Test("A gate event is given with all that corrected it, whichever of the chain is asked for")
    func corrections() async throws {
        let source = FakeSource {
            $0.gateEvents = [
                .make("E1", sequence: 7) { $0.replacedBy = "E2" },
                .make("E2", sequence: 8) {
                    $0.event.replaces = "E1"
                    $0.cancelledBy = "E3"
                },
                .make("E3", sequence: 9) { $0.event.cancels = "E2" },
                .make("E3", account: "another", sequence: 10),
            ]
        }
        try await Centre(source: source).test { client in
            for (eventId, uri, account) in [
                ("E1", "/v1/gate-events/E1", "cat-lai"), ("E2", "/v1/gate-events/E2?account=cat-lai", "officer"),
                ("E3", "/v1/gate-events/%453", "cat-lai"),
            ] {
                let event = try await client.get(uri, as: account).json()
                #expect(event["eventId"] as? String == eventId)
                let history = try #require(event["history"] as? [[String: Any]])
                #expect(history.compactMap { $0["eventId"] as? String } == ["E1", "E2", "E3"])
                #expect(history.allSatisfy { $0["account"] as? String == "cat-lai" })
            }
            try expectProblem(try await client.get("/v1/gate-events/E1", as: "officer"), 404, detail: "officer")
        }
    }

    @Test("A chain of corrections that never ends is cut at a hundred")
    func longChain() async throws {
        let source = FakeSource {
            $0.gateEvents = (0..<300).map { index in
                .make("E\(index)", sequence: Int64(index)) {
                    $0.replacedBy = "E\((index + 1) % 300)"
                    $0.event.replaces = "E\((index + 299) % 300)"
                }
            }
        }
        try await Centre(source: source).test { client in
            let event = try await client.get("/v1/gate-events/E150", as: "cat-lai").json()
            #expect((event["history"] as? [Any])?.count == 100)
        }
    }

    @Test("A clearance is put by the customs system and read with its history")
    func clearance() async throws {
        let source = FakeSource { $0.clearances = [.make(.held, sequence: 4), .make(.released, sequence: 5)] }
        try await Centre(source: source).test { client in
            let put = try await client.send(
                .put, "/v1/clearances/100000000001", as: "vnaccs",
                body: "{\"containers\":[\"MSKU9070323\"],\"status\":\"released\"}")
            #expect(put.status == .ok)
            #expect(
                put.text == """
                    {"by":"vnaccs","containers":["MSKU9070323"],"decidedAt":"2026-03-02T05:00:00Z",\
                    "declaration":"100000000001","sequence":5,"status":"released"}
                    """)
            #expect(source.asked.calls.map(\.call.method) == ["PUT"])
            let read = try await client.get("/v1/clearances/100000000001", as: "vnaccs").json()
            #expect((read["history"] as? [[String: Any]])?.compactMap { $0["sequence"] as? Int } == [4, 5])
            let ofContainer = try await client.get("/v1/containers/msku%20907032-3/clearances").json()
            #expect((ofContainer["items"] as? [[String: Any]])?.compactMap { $0["sequence"] as? Int } == [5, 4])
            try expectProblem(try await client.get("/v1/clearances/2"), 404, detail: "2")
        }
    }

    @Test("Thousands of clearances have one result each, and a refused one names its declaration")
    func clearanceBatch() async throws {
        let orders = (0..<3000).map { "{\"declaration\":\"D\($0)\"}" }.joined(separator: ",")
        let source = FakeSource {
            $0.outcomes = (0..<3000).map { index in
                index == 1999
                    ? .rejected(Rejection(.missingField, "status is missing"))
                    : .clearance(.make(declaration: "D\(index)", sequence: Int64(index)))
            }
        }
        try await Centre(source: source).test { client in
            let response = try await client.send(.put, "/v1/clearances", as: "vnaccs", body: "[\(orders)]")
            #expect(response.status == .ok)
            let results = try #require(try response.json()["results"] as? [[String: Any]])
            #expect(results.count == 3000)
            #expect(results[0]["status"] as? String == "accepted")
            #expect(results[2999]["sequence"] as? Int == 2999)
            #expect(results[1999]["declaration"] as? String == "D1999")
            #expect(results[1999]["status"] as? String == "rejected")
            #expect(results[1999]["reason"] as? String == "missing-field")
            #expect(results[1999]["detail"] as? String == "status is missing")
        }
        let broken = FakeSource { $0.outcomes = [.rejected(Rejection(.malformedJSON, "no JSON at byte 1"))] }
        try await Centre(source: broken).test { client in
            try expectProblem(try await client.send(.put, "/v1/clearances", as: "vnaccs", body: "[{"), 400)
        }
    }

    @Test("A manifest is 201 the first time and 200 after, and is held against what was discharged")
    func manifest() async throws {
        let source = FakeSource { $0.manifests = [.make()] }
        try await Centre(source: source).test { client in
            let body = "{\"facility\":\"VNHPH\",\"containers\":[]}"
            #expect(try await client.send(.put, "/v1/manifests/HPH-1", as: "officer", body: body).status == .created)
            let read = try await client.get("/v1/manifests/HPH-1").json()
            #expect(read["missing"] as? [String] == ["MSKU9070323"])
            #expect(read["discharged"] as? [String] == ["CSQU3054383"])
            #expect(read["unexpected"] as? [String] == ["TGHU1643396"])
            try expectProblem(try await client.get("/v1/manifests/HPH-2"), 404, detail: "HPH-2")
        }
        let again = FakeSource { $0.outcomes = [.manifest(ManifestReconciliation.make(version: 2).manifest)] }
        try await Centre(source: again).test { client in
            let response = try await client.send(.put, "/v1/manifests/HPH-1", as: "vnaccs", body: "{}")
            #expect(response.status == .ok)
        }
    }

    @Test("An outage is announced, ended and listed")
    func outages() async throws {
        let source = FakeSource { $0.outages = [.make()] }
        try await Centre(source: source).test { client in
            let path = "/v1/facilities/VNCLI/outages"
            let announced = try await client.post(
                path, as: "cat-lai", "{\"startsAt\":\"2026-03-02T03:00:00Z\",\"reason\":\"Power cut\"}")
            #expect(announced.status == .created)
            #expect(try announced.json()["outage"] as? String == "O1")
            #expect(try await client.post(path + "/O1/end", as: "cat-lai").status == .ok)
            #expect(source.asked.calls.map(\.call.path) == [path, path + "/O1/end"])
            let list = try await client.get(path).json()
            #expect((list["items"] as? [[String: Any]])?.first?["reason"] as? String == "Power cut")
            try expectProblem(try await client.get("/v1/facilities/VNXXX/outages"), 404)
        }
    }

    @Test("The reporting table is of the last seven days by the site's clock unless days are named")
    func reporting() async throws {
        let source = FakeSource {
            // After midnight in Vietnam, still the day before in UTC.
            $0.now = .make("2026-03-02T18:00:00Z")
            $0.reporting = [.make(), .make(facility: "VNHPH", account: "a,\"b")]
        }
        try await Centre(source: source).test { client in
            let all = try await client.get("/v1/reporting")
            #expect(try (all.json()["items"] as? [Any])?.count == 2)
            let query = try #require(source.asked.reporting.first)
            #expect(query.facilities == nil)
            #expect(query.fromDay == "2026-02-25" && query.toDay == "2026-03-03")
            #expect(query.timeZone == "Asia/Ho_Chi_Minh")
            let csv = try await client.get("/v1/reporting?from=2026-03-01&to=2026-03-02&format=csv")
            #expect(csv.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(
                csv.text.components(separatedBy: "\r\n") == [
                    "day,account,facility,events,medianDelay,percentile95Delay,late,backlog,corrections,cancellations,"
                        + "rejections",
                    "2026-03-02,cat-lai,VNCLI,12,40.5,,2,1,3,0,4",
                    "2026-03-02,\"a,\"\"b\",VNHPH,12,40.5,,2,1,3,0,4", "",
                ])
            _ = try await client.get("/v1/facilities/VNCLI/reporting?to=2026-02-28")
            #expect(source.asked.reporting.last?.facilities == ["VNCLI"])
            #expect(source.asked.reporting.last?.fromDay == "2026-02-22")
            #expect(try await client.get("/v1/reporting?from=2025-03-02&to=2026-03-02").status == .ok)
        }
    }

    @Test("A container is shown with its stays, what holds of each declaration and what the scanner saw")
    func container() async throws {
        let source = FakeSource {
            $0.visits = (0..<12).map { _ in .make() }
            $0.clearances = [
                .make(.held, sequence: 4), .make(.released, sequence: 5), .make(.scan, declaration: "2", sequence: 6),
            ]
            $0.gateEvents = [
                .make("S1", .scan) { $0.event.result = .init(verdict: .suspicious, reference: "img/1", device: "S-3") },
                .make("S2", .scan) {
                    $0.event.result = .init(verdict: .clear)
                    $0.replacedBy = "S1"
                },
                .make("E1"),
            ]
        }
        try await Centre(source: source).test { client in
            let container = try await client.get("/v1/containers/MSKU9070323").json()
            #expect(container["seal"] as? String == "VNSEAL0001")
            #expect((container["visits"] as? [Any])?.count == 10)
            let clearances = try #require(container["clearances"] as? [[String: Any]])
            #expect(clearances.compactMap { $0["status"] as? String } == ["scan", "released"])
            let inspections = try #require(container["inspections"] as? [[String: Any]])
            #expect(inspections.compactMap { $0["eventId"] as? String } == ["S1"])
            #expect((inspections.first?["result"] as? [String: Any])?["verdict"] as? String == "suspicious")
        }
        let known = FakeSource {
            $0.containers = []
            $0.clearances = [.make()]
            $0.gateEvents = []
        }
        try await Centre(source: known).test { client in
            #expect(try await client.get("/v1/containers/MSKU9070323").status == .ok)
            try expectProblem(try await client.get("/v1/containers/CSQU3054383"), 404)
        }
    }

    @Test("Stays, clearances, manifests and outages do not go over the stream and push nothing out of it")
    func stream() throws {
        var limits = EventHub.Limits()
        limits.capacity = 2
        let hub = EventHub(limits: limits)
        let stream = try hub.subscribe()
        let at = Timestamp.make("2026-03-02T08:00:00Z")
        hub.publish([.alert(1), .zone(2)])
        let kinds: [Effect.Kind] = [
            .visit(VisitChange(.make())), .clearance(.make()), .manifest(ManifestReconciliation.make().manifest),
            .outage(.make()),
        ]
        let effects = kinds.enumerated().map { Effect(sequence: Int64($0 + 3), at: at, kind: $1) }
        hub.publish(effects)
        #expect(stream.take()?.count == 2)
        for effect in effects { #expect(try TimelineEntry(effect) == nil) }
    }
}
