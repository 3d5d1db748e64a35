import Customs
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Signing in with a password")
struct SignInTests {
    /// Of `right`; ln=14 to be quick.
    static let hash = "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$oRpyuJ4u6kEEN5J3iCZglZXgyIy00z+hJCcMFnHKT54"
    static let right = "officer-password-1"

    static func store() -> FakeAccountStore {
        FakeAccountStore([
            .make("lan", password: hash), .make("old", password: hash, isDisabled: true),
            .make("chief", .supervisor, password: hash), .make("machine"),
        ])
    }

    static func signIn(_ name: String, _ password: String = right) -> String {
        "{\"name\":\"\(name)\",\"password\":\"\(password)\"}"
    }

    @Test("opens a session with the account's role, for accounts of the server and of the file")
    func accepted() async throws {
        let hash = try PasswordHash(phc: Self.hash)
        let centre = Centre(
            accounts: Self.store(),
            change: {
                $0.accounts.append(
                    AccountCredential(
                        account: Account(name: "minh", role: .viewer), keySHA256: nil, password: hash))
            })
        try await centre.test { client in
            for (name, role) in [("lan", "officer"), ("minh", "viewer")] {
                let signIn = try await client.post("/session", as: nil, Self.signIn(name))
                #expect(signIn.status == .ok)
                let account = try signIn.json()
                #expect(account["name"] as? String == name)
                #expect(account["role"] as? String == role)
                let session = try await client.get("/session", as: nil, headers: try cookie(of: signIn))
                #expect(session.text == signIn.text)
            }
            let metrics = try await client.get("/metrics", as: nil)
            #expect(metrics.text.contains("vasscm_sign_ins_total{result=\"accepted\"} 2\n"))
            #expect(metrics.text.contains("vasscm_sessions 2\n"))
        }
    }

    @Test("tells no difference between a wrong password, no such account, none set and a disabled account")
    func refused() async throws {
        try await Centre(accounts: Self.store()).test { client in
            let attempts = [
                Self.signIn("lan", "wrong-password-1"), Self.signIn("nobody"), Self.signIn("machine"),
                Self.signIn("old"), Self.signIn("not a name"),
            ]
            var texts: Set<String> = []
            for body in attempts {
                let response = try await client.post("/session", as: nil, body)
                try expectProblem(response, 401, reason: "unauthorised")
                #expect(response.headers[.setCookie] == nil)
                texts.insert(response.text)
            }
            #expect(texts.count == 1)
            let metrics = try await client.get("/metrics", as: nil)
            #expect(metrics.text.contains("vasscm_sign_ins_total{result=\"refused\"} 5\n"))
        }
    }

    @Test(
        "with anything but a key or a name and a password is 400",
        arguments: [
            "[]", "{\"name\":\"lan\"}", "{\"password\":\"x\"}", "{\"key\":\"k\",\"name\":\"lan\",\"password\":\"x\"}",
            "{\"name\":7,\"password\":\"x\"}",
        ])
    func malformed(body: String) async throws {
        try await Centre(accounts: Self.store()).test { client in
            try expectProblem(try await client.post("/session", as: nil, body), 400, detail: "\"password\"")
        }
    }

    @Test("with a body of megabytes is 413, though gate events may have one")
    func tooLong() async throws {
        try await Centre(accounts: Self.store()).test { client in
            let body = Self.signIn("lan", String(repeating: "x", count: 100_000))
            try expectProblem(try await client.post("/session", as: nil, body), 413)
        }
    }

    @Test("is stopped for an account after ten failures, and begins again five minutes later")
    func limited() async throws {
        let clock = TestClock()
        try await Centre(accounts: Self.store(), clock: { clock.seconds }).test { client in
            for _ in 1...10 {
                #expect(try await client.post("/session", as: nil, Self.signIn("lan", "w")).status == .unauthorized)
                clock.advance(1)
            }
            let limited = try await client.post("/session", as: nil, Self.signIn("lan"))
            try expectProblem(limited, 429, reason: "too-many-sign-ins", detail: "290 s")
            #expect(limited.headers[.retryAfter] == "290")
            // Another account is not held up by it.
            #expect(try await client.post("/session", as: nil, Self.signIn("chief")).status == .ok)
            clock.advance(290)
            #expect(try await client.post("/session", as: nil, Self.signIn("lan")).status == .ok)
            // Whoever is in has done nothing wrong.
            for _ in 1...9 {
                #expect(try await client.post("/session", as: nil, Self.signIn("lan", "w")).status == .unauthorized)
            }
            #expect(try await client.post("/session", as: nil, Self.signIn("lan")).status == .ok)
        }
    }

    @Test("is stopped for an address after ten failures, whatever the names and keys")
    func limitedAddress() async throws {
        let clock = TestClock()
        let centre = Centre(accounts: Self.store(), clock: { clock.seconds }, change: { $0.port = 0 })
        try await centre.testLive { client in
            let signIn = { (body: String) in try await client.post("/session", as: nil, body).status.code }
            var refused: [Int] = []
            for number in 1...5 {
                refused.append(try await signIn(Self.signIn("guess-\(number)")))
                refused.append(try await signIn("{\"key\":\"guess-\(number)\"}"))
            }
            #expect(refused == Array(repeating: 401, count: 10))
            let byPassword = try await signIn(Self.signIn("lan"))
            let byKey = try await signIn("{\"key\":\"viewer-key\"}")
            #expect([byPassword, byKey] == [429, 429])
            // Keys themselves are too long to guess, so calls with them are not held up.
            let call = try await client.get("/v1/alerts")
            #expect(call.status == .ok)
            clock.advance(300)
            let later = try await signIn(Self.signIn("lan"))
            #expect(later == 200)
        }
    }

    @Test("A crowd at the sign-in is answered or told to come back, and nobody waits for ever")
    func crowd() async throws {
        try await Centre(accounts: Self.store()).test { client in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...60 {
                    group.addTask {
                        try await client.post("/session", as: nil, Self.signIn("crowd-\(number)")).status.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count == 60)
            #expect(statuses.allSatisfy { $0 == 401 || $0 == 503 })
            #expect(statuses.filter { $0 == 401 }.count >= 34)
        }
    }

    @Test("One's own password changes with the old one, ends the other sessions, and keeps this one")
    func ownPassword() async throws {
        let store = Self.store()
        try await Centre(accounts: store).test { client in
            let here = try cookie(of: try await client.post("/session", as: nil, Self.signIn("lan")))
            let there = try cookie(of: try await client.post("/session", as: nil, Self.signIn("lan")))
            let change = { (old: String, new: String) in
                try await client.send(
                    .put, "/session/password", as: nil, headers: here, body: "{\"old\":\"\(old)\",\"new\":\"\(new)\"}")
            }
            try expectProblem(try await change("wrong", "another password 1"), 403, reason: "wrong-password")
            try expectProblem(try await change(Self.right, "short"), 422, detail: "at least 12")
            #expect(try await change(Self.right, "another password 1").status == .noContent)
            #expect(try await client.get("/session", as: nil, headers: here).status == .ok)
            #expect(try await client.get("/session", as: nil, headers: there).status == .unauthorized)
            #expect(try await client.post("/session", as: nil, Self.signIn("lan")).status == .unauthorized)
            let again = try await client.post("/session", as: nil, Self.signIn("lan", "another password 1"))
            #expect(again.status == .ok)
            #expect(store.changes.map(\.kind) == [.passwordSet])
            #expect(store.changes.map(\.by) == ["lan"])
        }
    }

    @Test("The password of an account of the file is changed there")
    func passwordOfTheFile() async throws {
        try await Centre(accounts: Self.store()).test { client in
            let body = "{\"old\":\"a\",\"new\":\"b\"}"
            try expectProblem(
                try await client.send(.put, "/session/password", as: "viewer", body: body), 409,
                reason: "account-of-the-file", detail: "accounts.yaml")
        }
    }
}

/// The session cookie that an answer sets, and the header that goes with it.
func cookie(of response: TestResponse) throws -> HTTPFields {
    let cookie = try #require(response.headers[.setCookie])
    var fields: HTTPFields = [.cookie: String(cookie.prefix { $0 != ";" })]
    fields[try #require(HTTPField.Name("X-Requested-With"))] = "vasscm"
    return fields
}
