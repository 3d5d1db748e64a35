import Customs
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Accounts made on the page")
struct AccountRouteTests {
    private func centre(_ store: FakeAccountStore = FakeAccountStore()) -> Centre { Centre(accounts: store) }

    private func list(_ client: any TestClientProtocol) async throws -> [String: [String: Any]] {
        let items = try await client.get("/v1/accounts", as: "supervisor").json()["items"] as? [[String: Any]]
        return Dictionary(uniqueKeysWithValues: (items ?? []).map { ($0["name"] as? String ?? "", $0) })
    }

    @Test("The list has those of the file and of the server, what opens them and what they do, and no secret")
    func listed() async throws {
        let store = FakeAccountStore([.make("lan", password: SignInTests.hash), .make("viewer", .supervisor)])
        try await centre(store).test { client in
            _ = try await client.post("/session", as: nil, SignInTests.signIn("lan"))
            _ = try await client.get("/v1/alerts", as: "officer")
            let response = try await client.get("/v1/accounts", as: "supervisor")
            #expect(!response.text.contains("scrypt") && !response.text.contains("SHA256"))
            let accounts = try await list(client)
            #expect(Set(accounts.keys) == ["viewer", "cat-lai", "officer", "supervisor", "vnaccs", "lan"])
            let lan = try #require(accounts["lan"])
            #expect(lan["origin"] as? String == "server")
            #expect(lan["hasKey"] as? Bool == false)
            #expect(lan["hasPassword"] as? Bool == true)
            #expect(lan["sessions"] as? Int == 1)
            #expect(lan["changedBy"] as? String == "supervisor")
            let officer = try #require(accounts["officer"])
            #expect(officer["origin"] as? String == "file")
            #expect(officer["lastSeenAt"] as? String == "2026-03-02T08:00:00Z")
            #expect(officer["changedAt"] == nil)
            // The file's account of that name counts.
            #expect(accounts["viewer"]?["role"] as? String == "viewer")
        }
    }

    @Test("One that is made has a key that opens at once, is shown once, and is kept as a digest")
    func created() async throws {
        let store = FakeAccountStore()
        try await centre(store).test { client in
            let response = try await client.post(
                "/v1/accounts", as: "supervisor",
                "{\"name\":\"hoa\",\"role\":\"operator\",\"facilities\":[\"VNHPH\"],\"password\":\"a long password\"}")
            #expect(response.status == .created)
            let body = try response.json()
            let key = try #require(body["key"] as? String)
            #expect(key.count == 43)
            let account = try #require(body["account"] as? [String: Any])
            #expect(account["hasPassword"] as? Bool == true)
            let own = try await client.get("/session", as: nil, headers: [.authorization: "Bearer \(key)"])
            #expect(own.text == "{\"facilities\":[\"VNHPH\"],\"name\":\"hoa\",\"role\":\"operator\"}")
            #expect(try await client.post("/session", as: nil, "{\"key\":\"\(key)\"}").status == .ok)
            let person = SignInTests.signIn("hoa", "a long password")
            #expect(try await client.post("/session", as: nil, person).status == .ok)
            let stored = try #require(store.register.accounts.first)
            #expect(stored.keySHA256?.count == 64)
            #expect("\(stored)".contains(key) == false && "\(stored)".contains("a long password") == false)
            #expect("\(store.changes)".contains("scrypt") == false)
            let changes = try await client.get("/v1/account-changes?account=hoa", as: "supervisor").json()
            let items = try #require(changes["items"] as? [[String: Any]])
            #expect(items.count == 1)
            #expect(items.first?["kind"] as? String == "created")
            #expect(items.first?["by"] as? String == "supervisor")
            #expect(items.first?["at"] as? String == "2026-03-02T08:00:00Z")
        }
    }

    @Test(
        "One that cannot be made is refused with the reason",
        arguments: [
            ("{\"name\":\"a b\",\"role\":\"viewer\"}", 400, "name is “a b”"),
            ("{\"name\":\"x\",\"role\":\"king\"}", 400, "viewer|operator|officer|supervisor|system"),
            ("{\"role\":\"viewer\"}", 400, "\"name\""), ("[]", 400, "\"name\""),
            ("{\"name\":\"x\",\"role\":\"operator\"}", 422, "needs at least one facility"),
            ("{\"name\":\"x\",\"role\":\"operator\",\"facilities\":[\"VNXXX\"]}", 422, "“VNXXX”"),
            ("{\"name\":\"x\",\"role\":\"viewer\",\"password\":\"short\"}", 422, "at least 12"),
            ("{\"name\":\"viewer\",\"role\":\"viewer\"}", 409, "accounts.yaml"),
            ("{\"name\":\"lan\",\"role\":\"viewer\"}", 409, "There is an account lan already"),
        ])
    func refused(body: String, status: Int, detail: String) async throws {
        let store = FakeAccountStore([.make("lan")])
        try await centre(store).test { client in
            try expectProblem(
                try await client.post("/v1/accounts", as: "supervisor", body), status, detail: detail)
        }
        #expect(store.changes.isEmpty)
    }

    @Test("A change of role takes effect at once in a session that is open; disabling and deleting end it")
    func takesEffect() async throws {
        let store = FakeAccountStore([.make("lan", password: SignInTests.hash)])
        try await centre(store).test { client in
            let session = try cookie(of: try await client.post("/session", as: nil, SignInTests.signIn("lan")))
            let update = { (body: String) in
                try await client.send(.put, "/v1/accounts/lan", as: "supervisor", body: body)
            }
            let decide = { try await client.post("/v1/alerts/a/acknowledge", as: nil, headers: session).status.code }
            #expect(try await decide() == 200)
            #expect(try await update("{\"role\":\"viewer\"}").status == .ok)
            #expect(try await decide() == 403)
            #expect(try await client.get("/v1/alerts", as: nil, headers: session).status == .ok)
            #expect(try await update("{\"role\":\"officer\",\"disabled\":true}").status == .ok)
            #expect(try await decide() == 401)
            // Enabled again, it signs in again: the session has ended.
            #expect(try await update("{\"role\":\"officer\",\"disabled\":false}").status == .ok)
            #expect(try await decide() == 401)
            let again = try cookie(of: try await client.post("/session", as: nil, SignInTests.signIn("lan")))
            #expect(try await client.send(.delete, "/v1/accounts/lan", as: "supervisor").status == .noContent)
            #expect(try await client.get("/session", as: nil, headers: again).status == .unauthorized)
            #expect(try await client.post("/session", as: nil, SignInTests.signIn("lan")).status == .unauthorized)
            #expect(store.changes.map(\.kind) == [.deleted, .changed, .changed, .changed])
        }
    }

    @Test("An open stream ends soon after its account may not have it any more", .timeLimit(.minutes(1)))
    func streamEnds() async throws {
        let hub = EventHub()
        let store = FakeAccountStore([.make("lan", password: SignInTests.hash)])
        let centre = Centre(hub: hub, accounts: store, change: { $0.heartbeatSeconds = 0.02 })
        try await centre.test { client in
            let session = try cookie(of: try await client.post("/session", as: nil, SignInTests.signIn("lan")))
            async let stream = client.get("/v1/stream", as: nil, headers: session)
            while hub.subscriberCount == 0 { await Task.yield() }
            let update = try await client.send(
                .put, "/v1/accounts/lan", as: "supervisor", body: "{\"role\":\"system\"}")
            #expect(update.status == .ok)
            let answer = try await stream
            #expect(answer.text.hasPrefix("retry: 3000\n\n"))
        }
    }

    @Test("What is not said in a change stays as it is, and an operator keeps a facility")
    func partial() async throws {
        let store = FakeAccountStore([.make("gate", .operator, facilities: ["VNCLI"])])
        try await centre(store).test { client in
            let update = { (body: String) in
                try await client.send(.put, "/v1/accounts/gate", as: "supervisor", body: body)
            }
            let same = try await update("{\"role\":\"operator\",\"disabled\":true}").json()
            #expect(same["facilities"] as? [String] == ["VNCLI"])
            #expect(same["disabled"] as? Bool == true)
            try expectProblem(try await update("{\"role\":\"operator\",\"facilities\":[]}"), 422)
            try expectProblem(try await update("{\"role\":\"operator\",\"facilities\":[\"VNXXX\"]}"), 422)
            try expectProblem(try await update("{}"), 400, detail: "role")
        }
    }

    @Test("A new key replaces the old one and ends the sessions that the old one opened")
    func newKey() async throws {
        try await centre().test { client in
            let made = try await client.post(
                "/v1/accounts", as: "supervisor", "{\"name\":\"tos\",\"role\":\"viewer\"}")
            let old = try #require(try made.json()["key"] as? String)
            let session = try cookie(of: try await client.post("/session", as: nil, "{\"key\":\"\(old)\"}"))
            let answer = try await client.post("/v1/accounts/tos/key", as: "supervisor", "")
            let new = try #require(try answer.json()["key"] as? String)
            #expect(new != old)
            let status = { (key: String) in
                try await client.get("/v1/alerts", as: nil, headers: [.authorization: "Bearer \(key)"]).status.code
            }
            #expect(try await status(old) == 401)
            #expect(try await status(new) == 200)
            #expect(try await client.get("/session", as: nil, headers: session).status == .unauthorized)
        }
    }

    @Test("A password that an administrator sets counts at once and ends the account's sessions")
    func setPassword() async throws {
        let store = FakeAccountStore([.make("lan", password: SignInTests.hash)])
        try await centre(store).test { client in
            let session = try cookie(of: try await client.post("/session", as: nil, SignInTests.signIn("lan")))
            let set = { (name: String, password: String) in
                try await client.send(
                    .put, "/v1/accounts/\(name)/password", as: "supervisor", body: "{\"password\":\"\(password)\"}")
            }
            try expectProblem(try await set("lan", "short"), 422)
            try expectProblem(try await set("nobody", "long enough 1"), 404)
            try expectProblem(try await set("viewer", "long enough 1"), 409, reason: "account-of-the-file")
            #expect(try await set("lan", "long enough 1").status == .noContent)
            #expect(try await client.get("/session", as: nil, headers: session).status == .unauthorized)
            #expect(
                try await client.post("/session", as: nil, SignInTests.signIn("lan", "long enough 1")).status == .ok)
        }
    }

    @Test("Nobody takes the role from, disables or deletes the account of the own session, nor one of the file")
    func ownAndFile() async throws {
        let store = FakeAccountStore([.make("chief", .supervisor, password: SignInTests.hash)])
        try await centre(store).test { client in
            let chief = try cookie(of: try await client.post("/session", as: nil, SignInTests.signIn("chief")))
            let update = { (name: String, body: String) in
                try await client.send(.put, "/v1/accounts/\(name)", as: nil, headers: chief, body: body)
            }
            try expectProblem(try await update("chief", "{\"role\":\"officer\"}"), 409, reason: "own-account")
            try expectProblem(
                try await update("chief", "{\"role\":\"supervisor\",\"disabled\":true}"), 409, reason: "own-account")
            try expectProblem(
                try await client.send(.delete, "/v1/accounts/chief", as: nil, headers: chief), 409,
                reason: "own-account")
            try expectProblem(
                try await client.send(
                    .put, "/v1/accounts/chief/password", as: nil, headers: chief,
                    body: "{\"password\":\"long enough 1\"}"),
                409, reason: "own-account")
            #expect(try await update("chief", "{\"role\":\"supervisor\"}").status == .ok)
            for (method, path) in [
                (HTTPRequest.Method.put, "/v1/accounts/viewer"), (.delete, "/v1/accounts/viewer"),
                (.post, "/v1/accounts/viewer/key"),
            ] {
                try expectProblem(
                    try await client.send(method, path, as: nil, headers: chief, body: "{\"role\":\"viewer\"}"), 409,
                    reason: "account-of-the-file")
            }
            try expectProblem(try await update("nobody", "{\"role\":\"viewer\"}"), 404, reason: "not-found")
        }
    }
}
