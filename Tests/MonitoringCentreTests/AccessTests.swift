import Customs
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Synchronization
import Testing

@Suite("Who may call what")
struct AccessTests {
    private static let everyone = "everyone"
    private static let readers = "viewer officer supervisor"
    private static let deciders = "officer supervisor"
    private static let administrators = "supervisor"

    private static let facilityReaders = "viewer cat-lai officer supervisor"
    private static let customs = "officer supervisor vnaccs"

    /// The contract's table, route by route.
    private static let table: [String: String] = [
        "POST /v1/gate-events": "cat-lai officer supervisor",
        "GET /v1/gate-events": "viewer cat-lai officer supervisor",
        "GET /v1/gate-events/{eventId}": facilityReaders,
        "PUT /v1/clearances": customs,
        "PUT /v1/clearances/{declaration}": customs,
        "GET /v1/clearances/{declaration}": "viewer officer supervisor vnaccs",
        "GET /v1/containers/{number}/clearances": "viewer officer supervisor vnaccs",
        "PUT /v1/manifests/{call}": customs,
        "GET /v1/manifests/{call}": "viewer cat-lai officer supervisor vnaccs",
        "GET /v1/facilities/{code}/stock": facilityReaders,
        "GET /v1/facilities/{code}/eligible": facilityReaders,
        "GET /v1/facilities/{code}/eligible.html": facilityReaders,
        "GET /v1/facilities/{code}/release-check": facilityReaders,
        "GET /v1/verify": facilityReaders,
        "GET /verify": everyone,
        "POST /v1/facilities/{code}/outages": "cat-lai officer supervisor",
        "POST /v1/facilities/{code}/outages/{id}/end": "cat-lai officer supervisor",
        "GET /v1/facilities/{code}/outages": facilityReaders,
        "GET /v1/facilities/{code}/reporting": facilityReaders,
        "GET /v1/reporting": facilityReaders,
        "GET /v2/events": facilityReaders,
        "POST /v1/transits": deciders,
        "GET /v1/transits": readers,
        "GET /v1/transits/{id}": readers,
        "POST /v1/transits/{id}/close": deciders,
        "POST /v1/transits/{id}/cancel": deciders,
        "GET /v1/facilities": "viewer cat-lai officer supervisor",
        "GET /v1/facilities/{code}": "viewer cat-lai officer supervisor",
        "GET /v1/zones": "viewer cat-lai officer supervisor vnaccs",
        "GET /v1/containers/{number}": readers,
        "GET /v1/containers/{number}/track": readers,
        "GET /v1/seals": readers,
        "GET /v1/seals/{id}": readers,
        "GET /v1/seals/{id}/track": readers,
        "GET /v1/positions": readers,
        "GET /v1/alerts": readers,
        "GET /v1/alerts/{id}": readers,
        "POST /v1/alerts/{id}/acknowledge": deciders,
        "POST /v1/alerts/{id}/assign": deciders,
        "POST /v1/alerts/{id}/comment": deciders,
        "POST /v1/alerts/{id}/clear": deciders,
        "GET /v1/rejections": readers,
        "GET /v1/border-gates": everyone,
        "GET /v1/border-gates/congestion": everyone,
        "GET /v1/border-gates/congestion/scores": everyone,
        "GET /v1/border-gates/{code}": everyone,
        "GET /v1/border-gates/{code}/congestion": everyone,
        "GET /v1/border-gates/{code}/congestion/history": everyone,
        "GET /v1/border-gates/{code}/congestion/scores": everyone,
        "GET /v1/stream": readers,
        "POST /session": everyone,
        "GET /session": "viewer cat-lai officer supervisor vnaccs",
        "DELETE /session": "viewer cat-lai officer supervisor vnaccs",
        "PUT /session/password": "viewer cat-lai officer supervisor vnaccs",
        "POST /v1/alerts/actions": deciders,
        "PUT /v1/zones": administrators,
        "POST /v1/zones/preview": administrators,
        "GET /v1/search": readers,
        "GET /v1/accounts": administrators,
        "GET /v1/account-changes": administrators,
        "POST /v1/accounts": administrators,
        "PUT /v1/accounts/{name}": administrators,
        "DELETE /v1/accounts/{name}": administrators,
        "POST /v1/accounts/{name}/key": administrators,
        "PUT /v1/accounts/{name}/password": administrators,
        "GET /healthz": everyone,
        "GET /readyz": everyone,
        "GET /metrics": everyone,
        "GET /strings.json": everyone,
        "GET /basemap.geojson": everyone,
    ]

    @Test("Every route admits the roles that the contract names and no other")
    func matrix() async throws {
        #expect(Set(Route.all.map { "\($0.method.rawValue) \($0.path)" }) == Set(Self.table.keys))
        var centre = Centre()
        centre.hub = EventHub()
        // A closed hub answers 503 at once, where an open stream would never end.
        centre.hub.close()
        try await centre.test { client in
            for (line, names) in Self.table where names != Self.everyone {
                let parts = line.split(separator: " ")
                let method = try #require(HTTPRequest.Method(String(parts[0])))
                let uri = String(parts[1]).replacing("{id}", with: "T1").replacing("{number}", with: "MSKU9070323")
                    .replacing("{code}", with: "VNCLI").replacing("{eventId}", with: "E1")
                    .replacing("{declaration}", with: "100000000001").replacing("{call}", with: "HPH-1")
                    .replacing("{name}", with: "nobody")
                let body = method == .post || method == .put ? "{}" : nil
                for account in Centre.accounts {
                    let response = try await client.send(method, uri, as: account.name, body: body)
                    let isAdmitted = names.split(separator: " ").contains(Substring(account.name))
                    if isAdmitted {
                        #expect(
                            response.status != .forbidden && response.status != .unauthorized, "\(account.name) \(line)"
                        )
                    } else {
                        #expect(response.status == .forbidden, "\(account.name) \(line)")
                    }
                }
                let stranger = try await client.send(method, uri, as: nil, body: body)
                #expect(stranger.status == .unauthorized, "\(line)")
                #expect(stranger.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true, "\(line)")
            }
        }
    }

    @Test(
        "A wrong key, another scheme and an empty key are 401 and say so",
        arguments: [
            "Bearer nobody", "Basic dmlld2VyOmtleQ==", "Bearer", "Bearer viewer-key x",
        ])
    func wrongKey(authorization: String) async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/alerts", as: nil, headers: [.authorization: authorization])
            try expectProblem(response, 401)
            #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer realm=\"vasscm\"") == true)
        }
    }

    @Test("The console's session reads with its cookie and changes only with the header that other sites cannot send")
    func session() async throws {
        try await Centre().test { client in
            let signIn = try await client.post("/session", as: nil, "{\"key\":\"officer-key\"}")
            #expect(signIn.status == .ok)
            #expect(signIn.text == "{\"facilities\":[],\"name\":\"officer\",\"role\":\"officer\"}")
            let cookie = try #require(signIn.headers[.setCookie])
            #expect(
                cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict") && cookie.contains("; Path=/"))
            #expect(!cookie.contains("Secure"))
            let value = String(cookie.prefix { $0 != ";" })
            #expect(value.count == "vasscm_session=".count + 64)

            let read = try await client.get("/v1/alerts", as: nil, headers: [.cookie: value])
            #expect(read.status == .ok)
            let change = "/v1/alerts/a/acknowledge"
            try expectProblem(
                try await client.post(change, as: nil, headers: [.cookie: value]), 403, detail: "X-Requested-With")
            let withHeader: HTTPFields = [.cookie: value, requestedWith: "vasscm"]
            #expect(try await client.post(change, as: nil, headers: withHeader).status == .ok)

            #expect(try await client.send(.delete, "/session", as: nil, headers: withHeader).status == .noContent)
            try expectProblem(try await client.get("/v1/alerts", as: nil, headers: [.cookie: value]), 401)
        }
    }

    @Test("A session ends after twelve hours, and one with a made-up cookie never began")
    func sessionEnds() async throws {
        let clock = TestClock()
        try await Centre(clock: { clock.seconds }).test { client in
            let signIn = try await client.post("/session", as: nil, "{\"key\":\"viewer-key\"}")
            let cookie = String(try #require(signIn.headers[.setCookie]).prefix { $0 != ";" })
            clock.advance(12 * 3600 - 1)
            #expect(try await client.get("/session", as: nil, headers: [.cookie: cookie]).status == .ok)
            clock.advance(1)
            #expect(try await client.get("/session", as: nil, headers: [.cookie: cookie]).status == .unauthorized)
            let madeUp: HTTPFields = [.cookie: "vasscm_session=\(String(repeating: "0", count: 64))"]
            #expect(try await client.get("/session", as: nil, headers: madeUp).status == .unauthorized)
        }
    }

    @Test("Signing in with a wrong key is 401, with no key 400")
    func badSignIn() async throws {
        try await Centre().test { client in
            try expectProblem(try await client.post("/session", as: nil, "{\"key\":\"guess\"}"), 401)
            try expectProblem(try await client.post("/session", as: nil, "{}"), 400, detail: "key")
        }
    }

    @Test("An operator reads the events and facilities of its own, and others are empty or 404")
    func operatorScope() async throws {
        let source = FakeSource()
        try await Centre(source: source).test { client in
            #expect(try await client.get("/v1/gate-events", as: "cat-lai").status == .ok)
            #expect(source.asked.gateEvents.map(\.facilities) == [["VNCLI"]])
            let other = try await client.get("/v1/gate-events?facility=VNHPH", as: "cat-lai")
            #expect(other.text == "{\"items\":[],\"next\":null}")
            #expect(source.asked.gateEvents.count == 1)
            #expect(try await client.get("/v1/facilities/VNCLI", as: "cat-lai").status == .ok)
            try expectProblem(try await client.get("/v1/facilities/VNHPH", as: "cat-lai"), 404, reason: "not-found")
            _ = try await client.get("/v1/gate-events", as: "officer")
            #expect(source.asked.gateEvents.last?.facilities == nil)
        }
    }

    @Test("A key digest that is no SHA-256 stops the start and names the account")
    func badDigest() {
        let credential = AccountCredential(account: Account(name: "x", role: .viewer), keySHA256: "ABC")
        #expect(throws: CentreConfigurationError("account x: keySHA256 must be 64 lower-case hex digits")) {
            try Centre(change: { $0.accounts = [credential] }).application()
        }
    }

    @Test("A certificate that cannot be read stops the start and names the file")
    func badCertificate() {
        let centre = Centre(change: { $0.tls = .init(certificate: "/nowhere/cert.pem", key: "/nowhere/key.pem") })
        #expect { try centre.application() } throws: { error in
            "\(error)".hasPrefix("http.tls.certificate /nowhere/cert.pem")
        }
    }

    private var requestedWith: HTTPField.Name { .init("X-Requested-With") ?? .cookie }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let value = Mutex(0.0)
    var seconds: Double { value.withLock { $0 } }
    func advance(_ seconds: Double) { value.withLock { $0 += seconds } }
}
