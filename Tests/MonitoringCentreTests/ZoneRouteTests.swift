import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Zones over HTTP")
struct ZoneRouteTests {
    private static let edition = ZonesEdition(
        number: 1, at: .make("2026-03-02T08:00:00Z"), by: "supervisor", zones: [.make("VNCLI")],
        geoJSON: Array("{}".utf8))
    private static let collection = "{\"type\":\"FeatureCollection\",\"features\":[]}"

    @Test("The zones have a tag, and are not sent again to who has them")
    func get() async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/zones", as: "cat-lai")
            #expect(response.status == .ok && response.text == Self.collection)
            #expect(response.headers[.eTag] == "\"0-a\"")
            #expect(response.headers[.contentType] == "application/geo+json")
            #expect(try await client.get("/v1/zones", headers: [.ifNoneMatch: "\"0-a\""]).status == .notModified)
        }
    }

    @Test("A supervisor puts zones, also as application/geo+json, and is told the edition and its tag")
    func put() async throws {
        let source = FakeSource { $0.outcomes = [.zones(Self.edition)] }
        try await Centre(source: source).test { client in
            let response = try await client.send(
                .put, "/v1/zones", as: "supervisor",
                headers: [.ifMatch: "\"0-a\"", .contentType: "application/geo+json"], body: Self.collection)
            #expect(response.status == .ok)
            #expect(
                response.text
                    == "{\"at\":\"2026-03-02T08:00:00Z\",\"by\":\"supervisor\",\"edition\":1,\"zones\":1}")
            #expect(response.headers[.eTag] == "\"\(Self.edition.tag)\"")
            let asked = try #require(source.asked.calls.first)
            #expect(asked.call.method == "PUT" && asked.call.path == "/v1/zones" && asked.call.condition == "0-a")
            #expect(asked.call.contentType == "application/geo+json" && asked.body == Array(Self.collection.utf8))
            for account in ["viewer", "cat-lai", "officer", "vnaccs"] {
                try expectProblem(
                    try await client.send(.put, "/v1/zones", as: account, body: Self.collection), 403)
                try expectProblem(try await client.post("/v1/zones/preview", as: account), 403)
            }
        }
    }

    @Test("Zones that were changed meanwhile are 412 with their tag, before the edit or just while it was made")
    func preconditions() async throws {
        try await Centre().test { client in
            let response = try await client.send(
                .put, "/v1/zones", as: "supervisor", headers: [.ifMatch: "\"0-b\""], body: Self.collection)
            try expectProblem(response, 412, reason: "precondition-failed", detail: "0-a")
            #expect(response.headers[.eTag] == "\"0-a\"")
        }
        let source = FakeSource {
            let bytes = $0.zones[0].bytes
            $0.zones.append(ZonesDocument(tag: "1-c", bytes: bytes))
            $0.outcomes = [.rejected(Rejection(.conflict, "edition 1 is in force"))]
        }
        try await Centre(source: source).test { client in
            try expectProblem(
                try await client.send(
                    .put, "/v1/zones", as: "supervisor", headers: [.ifMatch: "\"0-a\""], body: Self.collection),
                412, detail: "1-c")
        }
    }

    @Test("A refused edit is a problem that says why")
    func refused() async throws {
        let source = FakeSource {
            $0.outcomes = [.rejected(Rejection(.conflict, "the facility A is the origin of the open transit T1"))]
        }
        try await Centre(source: source).test { client in
            for headers in [[:], [.ifMatch: "*"], [.ifMatch: "\"0-a\""]] as [HTTPFields] {
                try expectProblem(
                    try await client.send(
                        .put, "/v1/zones", as: "supervisor", headers: headers, body: Self.collection),
                    409, reason: "conflict", detail: "T1")
            }
        }
    }

    @Test("A preview is asked with the body as it is and answered as found")
    func preview() async throws {
        let source = FakeSource { $0.preview.gained = [.make()] }
        try await Centre(source: source).test { client in
            let body = "{\"hours\":24,\"zones\":\(Self.collection)}"
            let response = try await client.post("/v1/zones/preview", as: "supervisor", body)
            #expect(response.status == .ok)
            let json = try response.json()
            #expect(json["complete"] as? Bool == true && json["reports"] as? Int == 5)
            #expect((json["gained"] as? [Any])?.count == 1 && (json["lost"] as? [Any])?.isEmpty == true)
            #expect(source.asked.previews == [Array(body.utf8)])
        }
        let busy = FakeSource { $0.failure = Unavailable("another preview of zones is running", retryAfterSeconds: 30) }
        try await Centre(source: busy).test { client in
            let response = try await client.post("/v1/zones/preview", as: "supervisor", "{}")
            try expectProblem(response, 503, detail: "another preview")
            #expect(response.headers[.retryAfter] == "30")
        }
    }
}

@Suite("One action on many alerts")
struct AlertActionTests {
    @Test("Each alert has its own result, in the order in which they were named")
    func results() async throws {
        let source = FakeSource {
            $0.outcomes = [.alert(.make()), .rejected(Rejection(.notFound, "there is no alert “b”"))]
        }
        try await Centre(source: source).test { client in
            let body = "{\"action\":\"acknowledge\",\"alerts\":[\"a\",\"b\"]}"
            let response = try await client.post("/v1/alerts/actions", body)
            #expect(response.status == .ok)
            let results = try #require(try response.json()["results"] as? [[String: Any]])
            #expect(results.map { $0["id"] as? String } == ["a", "b"])
            #expect(results.map { $0["status"] as? String } == ["done", "rejected"])
            #expect((results[0]["alert"] as? [String: Any])?["id"] as? String == Alert.make().id)
            #expect(results[1]["reason"] as? String == "not-found" && results[1]["alert"] == nil)
            #expect(source.asked.calls.map(\.call.path) == ["/v1/alerts/actions"])
            #expect(source.asked.calls.first?.body == Array(body.utf8))
            try expectProblem(try await client.post("/v1/alerts/actions", as: "viewer", body), 403)
        }
    }

    @Test("A call that is wrong as a whole is a problem; the one alert of a call that is not there is a result")
    func whole() async throws {
        for ids in ["[\"a\"]", "[\"a\",\"b\"]", "[]"] {
            let source = FakeSource { $0.outcomes = [.rejected(Rejection(.missingField, "comment is missing"))] }
            try await Centre(source: source).test { client in
                try expectProblem(
                    try await client.post("/v1/alerts/actions", "{\"action\":\"comment\",\"alerts\":\(ids)}"), 400,
                    reason: "missing-field", detail: "comment")
            }
        }
        let source = FakeSource { $0.outcomes = [.rejected(Rejection(.notFound, "there is no alert “a”"))] }
        try await Centre(source: source).test { client in
            let response = try await client.post("/v1/alerts/actions", "{\"action\":\"clear\",\"alerts\":[\"a\"]}")
            #expect(response.status == .ok && response.text.contains("\"rejected\""))
        }
    }
}
