import Customs
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Calls that change something")
struct WriteTests {
    @Test("One gate event is 201 with its receipt and the alerts it raised")
    func oneEvent() async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let response = try await client.post("/v1/gate-events", as: "cat-lai", "{\"eventId\":\"E1\"}")
            #expect(response.status == .created)
            #expect(
                response.text == """
                    {"results":[{"alerts":["a.b.c"],"eventId":"E1","receipt":{"receivedAt":"2026-03-02T08:00:00Z",\
                    "sequence":7},"status":"accepted"}]}
                    """)
            let asked = try #require(source.asked.calls.first)
            #expect(
                asked.call
                    == HTTPCall(
                        method: "POST", path: "/v1/gate-events",
                        account: Account(name: "cat-lai", role: .operator, facilities: ["VNCLI"])))
            #expect(asked.body == Array("{\"eventId\":\"E1\"}".utf8))
        }
    }

    @Test("A batch is 201 with one result each, the refused one with its reason")
    func batch() async throws {
        let receipt = Receipt(sequence: 3, receivedAt: .make("2026-03-02T08:00:00Z"))
        let source = FakeSource {
            $0.outcomes = [
                .gateEvent(GateEventOutcome(eventId: "A", status: .duplicate, receipt: receipt)),
                .rejected(
                    Rejection(.eventIdReused, "B was posted with another body", subject: .gateEvent, eventId: "B")),
                .rejected(Rejection(.missingField, "eventId is missing", subject: .gateEvent)),
            ]
        }
        try await Centre(source: source).test { client in
            let response = try await client.post("/v1/gate-events", "[{\"eventId\":\"A\"},{\"eventId\":\"B\"},{}]")
            #expect(response.status == .created)
            #expect(
                response.text == """
                    {"results":[{"alerts":[],"eventId":"A",\
                    "receipt":{"receivedAt":"2026-03-02T08:00:00Z","sequence":3},\
                    "status":"duplicate"},{"alerts":[],"detail":"B was posted with another body","eventId":"B",\
                    "reason":"event-id-reused","status":"rejected"},{"alerts":[],"detail":"eventId is missing",\
                    "reason":"missing-field","status":"rejected"}]}
                    """)
        }
    }

    @Test(
        "Every reason of a refusal has its status",
        arguments: [
            (Rejection.Reason.malformedJSON, 400), (.invalidUTF8, 400), (.missingField, 400), (.wrongType, 400),
            (.outOfRange, 400), (.timeBeforeGPSEpoch, 400), (.timeInFuture, 400), (.unknownFacility, 422),
            (.unknownRoute, 422), (.forbidden, 403), (.malformedEDI, 400), (.eventIdReused, 409), (.conflict, 409),
            (.notFound, 404),
            (.payloadTooLarge, 413), (.unsupported, 415),
        ])
    func refusals(reason: Rejection.Reason, status: Int) async throws {
        let source = FakeSource { $0.outcomes = [.rejected(Rejection(reason, "the detail"))] }
        try await Centre(source: source).test { client in
            for path in ["/v1/gate-events", "/v1/transits", "/v1/transits/T1/close", "/v1/alerts/a/clear"] {
                let response = try await client.post(path)
                try expectProblem(response, status, reason: reason.rawValue, detail: "the detail")
            }
        }
    }

    @Test("A batch that is no JSON is one problem")
    func brokenBatch() async throws {
        let source = FakeSource { $0.outcomes = [.rejected(Rejection(.malformedJSON, "no JSON at byte 5"))] }
        try await Centre(source: source).test { client in
            try expectProblem(try await client.post("/v1/gate-events", "[{\"a\""), 400, reason: "malformed-json")
        }
    }

    @Test("Forms and plain text are 415", arguments: ["text/plain", "application/x-www-form-urlencoded"])
    func otherTypes(type: String) async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let response = try await client.post("/v1/gate-events", "UNB", headers: [.contentType: type])
            try expectProblem(response, 415, reason: "unsupported", detail: type)
            try expectProblem(
                try await client.post("/v1/transits", "UNB", headers: [.contentType: "application/edifact"]), 415)
            #expect(source.asked.calls.isEmpty)
        }
    }

    @Test("A body over the limit is 413, whether its length was declared or not")
    func tooLong() async throws {
        let source = FakeSource()
        try await Centre(source: source, maxBodyBytes: 1000).test { client in
            let exact = String(repeating: " ", count: 1000)
            #expect(try await client.post("/v1/gate-events", exact).status == .created)
            try expectProblem(
                try await client.post("/v1/gate-events", exact + " "), 413, reason: "payload-too-large", detail: "1000")
            #expect(source.asked.calls.count == 1)
        }
    }

    @Test("An opened transit is 201 and says where it is")
    func openTransit() async throws {
        try await Centre().test { client in
            let response = try await client.post("/v1/transits", "{\"container\":\"MSKU9070323\"}")
            #expect(response.status == .created)
            #expect(response.headers[.location] == "/v1/transits/T1")
            #expect(try response.json()["status"] as? String == "open")
        }
    }

    @Test("Closing, cancelling and every alert action reach the pipeline with their path and answer the new state")
    func actions() async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            let transits = ["/v1/transits/T1/close", "/v1/transits/T1/cancel"]
            let alerts = ["acknowledge", "assign", "comment", "clear"].map { "/v1/alerts/r.T1.x/\($0)" }
            for path in transits {
                #expect(try await client.post(path, "{\"reason\":\"done\"}").json()["transit"] as? String == "T1")
            }
            for path in alerts {
                let answer = try await client.post(path, "{\"comment\":\"seen\"}").json()
                #expect(answer["rule"] as? String == "seal-tampered")
            }
            #expect(source.asked.calls.map(\.call.path) == transits + alerts)
        }
    }

    @Test("A failure inside is 500 without its words, and a stopping server 503 with Retry-After")
    func failures() async throws {
        struct Secret: Error { let table = "journal" }
        try await Centre(source: FakeSource { $0.failure = Secret() }).test { client in
            let response = try await client.post("/v1/gate-events")
            try expectProblem(response, 500)
            #expect(!response.text.contains("journal"))
        }
        let stopping = Unavailable("The ledger is full", retryAfterSeconds: 9)
        try await Centre(source: FakeSource { $0.failure = stopping }).test { client in
            let response = try await client.post("/v1/gate-events")
            try expectProblem(response, 503, detail: "full")
            #expect(response.headers[.retryAfter] == "9")
        }
    }
}
