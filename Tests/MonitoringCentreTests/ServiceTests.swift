import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("The console's files and what the machinery asks")
struct ServiceTests {
    @Test("An unknown path is a 404 problem, another method a 405 problem with Allow")
    func unknown() async throws {
        try await Centre().test { client in
            for path in ["/v1/nothing", "/v1/border-gate", "/v2/nothing", "/../etc/passwd", "/vendor/leaflet/../x.js"] {
                try expectProblem(try await client.get(path), 404, reason: "not-found", detail: path)
            }
            let response = try await client.send(.delete, "/v1/gate-events", as: "officer")
            try expectProblem(response, 405, detail: "GET, POST")
            #expect(response.headers[.allow] == "GET, POST")
            try expectProblem(try await client.post("/healthz"), 405)
        }
    }

    @Test(
        "Every answer carries the security headers",
        arguments: ["/", "/v1/alerts", "/v1/none", "/healthz", "/verify", "/v1/facilities/VNCLI/eligible.html"])
    func securityHeaders(path: String) async throws {
        try await Centre().test { client in
            let headers = try await client.get(path).headers
            #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'; script-src 'self';") == true)
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[try #require(HTTPField.Name("X-Frame-Options"))] == "DENY")
            #expect(headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
            #expect(headers[.cacheControl] == (path == "/" ? "no-cache" : "no-store"))
        }
    }

    @Test("Liveness, readiness and metrics need no account")
    func health() async throws {
        try await Centre().test { client in
            #expect(try await client.get("/healthz", as: nil).text == "{\"status\":\"ok\"}")
            #expect(try await client.get("/readyz", as: nil).text == "{\"checks\":{\"ledger\":\"ok\"},\"ready\":true}")
            let metrics = try await client.get("/metrics", as: nil)
            #expect(metrics.text.hasPrefix("vasscm_reports_received_total 3\n"))
            #expect(metrics.text.contains("vasscm_sign_ins_total{result=\"refused\"} 0\n"))
            #expect(metrics.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let head = try await client.send(.head, "/healthz", as: nil)
            #expect(head.status == .ok && head.text.isEmpty)
        }
        let broken = FakeSource { $0.readiness = Readiness(ready: false, checks: ["mqtt vasscm": "not connected"]) }
        try await Centre(source: broken).test { client in
            let response = try await client.get("/readyz", as: nil)
            #expect(response.status == .serviceUnavailable)
            #expect(response.text == "{\"checks\":{\"mqtt vasscm\":\"not connected\"},\"ready\":false}")
        }
    }

    @Test("The OpenAPI document knows every route, and no other path")
    func openAPI() async throws {
        try await Centre().test { client in
            let response = try await client.get("/openapi.json", as: nil)
            #expect(response.headers[.contentType] == "application/json")
            let document = try response.json()
            #expect(document["openapi"] as? String == "3.1.0")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            let described = Set(
                paths.flatMap { path, operations in
                    operations.keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
                })
            #expect(described == Set(Route.all.map { "\($0.method.rawValue) \($0.path)" }))
            let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any]
            for reference in response.text.matches(of: /"#\/components\/schemas\/(\w+)"/) {
                #expect(schemas?[String(reference.1)] != nil, "\(reference.1)")
            }
        }
    }

    @Test("The console asks no other host and says nothing that the string table does not have")
    func console() async throws {
        try await Centre().test { client in
            let index = try await client.get("/", as: nil)
            #expect(index.headers[.contentType] == "text/html; charset=utf-8")
            let strings = try await client.get("/strings.json", as: nil).json()
            let phrases = try #require(strings["phrases"] as? [String: [String: String]])
            #expect(strings["timeZone"] as? String == "Asia/Ho_Chi_Minh")
            for path in try Self.pages() {
                let file = try await client.get(path, as: nil)
                #expect(file.status == .ok, "\(path)")
                // Names of XML namespaces are no addresses.
                let text = file.text.replacing("http://www.w3.org/", with: "")
                #expect(!text.contains("http://") && !text.contains("https://"), "\(path)")
                let keys =
                    text.matches(of: /data-phrase="([^"$]+)"/).map(\.1)
                    + text.matches(of: /\bsay\("([^"]+)"/).map(\.1)
                for key in keys { #expect(phrases[String(key)] != nil, "\(path): \(key)") }
            }
        }
    }

    /// The paths of the console's pages, scripts and styles.
    private static func pages() throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/MonitoringCentre/Console").standardizedFileURL.path
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let pages = names.filter { name in [".html", ".js", ".css"].contains { name.hasSuffix($0) } }
        return pages.map { "/" + $0 }
    }

    @Test("Every phrase of the console is there in both languages, and every severity, state and rule has a name")
    func phrases() {
        for book in [PhraseBook.console, PhraseBook.pages, PhraseBook.board] {
            for (key, phrase) in book { #expect(!phrase.en.isEmpty && !phrase.vi.isEmpty, "\(key)") }
        }
        #expect(Set(PhraseBook.console.keys).isDisjoint(with: PhraseBook.board.keys))
        let names =
            Severity.allCases.map { "severity.\($0.rawValue)" } + SealState.allCases.map { "state.\($0.rawValue)" }
            + RuleCode.allCases.map { "rule.\($0.rawValue)" } + Role.allCases.map { "role.\($0.rawValue)" }
        for name in names { #expect(PhraseBook.console[name] != nil, "\(name)") }
        let queues =
            CongestionLevel.allCases.map { "level.\($0.rawValue)" } + ["level.stale"]
            + GateCongestion.Flow.allCases.map { "flow.\($0.rawValue)" }
        for name in queues { #expect(PhraseBook.board[name] != nil, "\(name)") }
    }

    @Test("The basemap is kept by the browser and asked about again; without one it is 404")
    func basemap() async throws {
        try await Centre().test { client in
            let first = try await client.get("/basemap.geojson", as: nil)
            #expect(first.status == .ok)
            let tag = try #require(first.headers[.eTag])
            let second = try await client.get("/basemap.geojson", as: nil, headers: [.ifNoneMatch: tag])
            #expect(second.status == .notModified && second.text.isEmpty)
        }
        try await Centre(source: FakeSource { $0.basemap = nil }).test { client in
            try expectProblem(try await client.get("/basemap.geojson", as: nil), 404)
        }
    }

    @Test("Without Leaflet the centre starts and its files are 404")
    func withoutLeaflet() async throws {
        try await Centre(change: { $0.leafletDirectory = "/nowhere" }).test { client in
            #expect(try await client.get("/", as: nil).status == .ok)
            try expectProblem(try await client.get("/vendor/leaflet/leaflet.esm.js", as: nil), 404)
        }
    }

    @Test("Console files that cannot be read stop the start and name the folder")
    func withoutConsole() {
        #expect { try Centre(change: { $0.consoleDirectory = "/nowhere" }).application() } throws: { error in
            "\(error)".hasPrefix("/nowhere cannot be read")
        }
    }

    @Test("Over a real socket: a call, a body, and a stream that ends when the server stops")
    func live() async throws {
        let hub = EventHub()
        try await Centre(hub: hub).application().test(.live) { client in
            #expect(try await client.get("/healthz", as: nil).status == .ok)
            #expect(try await client.post("/v1/gate-events", as: "cat-lai", "{\"eventId\":\"E1\"}").status == .created)
            try expectProblem(try await client.get("/v1/alerts?limit=0"), 400)
            // The stream is still open when the test ends: stopping the server must end it.
            Task { try? await client.get("/v1/stream") }
            while hub.subscriberCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        #expect(hub.subscriberCount == 0)
    }
}
