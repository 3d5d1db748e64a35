import Customs
import Ledger
import Server
import Testing

@Suite("A webhook's signature")
struct WebhookSignatureTests {
    // Both were computed with two programs that share nothing with this one, Python's hmac module and OpenSSL:
    //   printf '%s' 'ID.SECONDS.BODY' | openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY -binary | base64
    // with KEY the secret's bytes in hex. The first is also in the tests of Standard Webhooks' libraries.
    @Test(
        "is the one that other programs compute",
        arguments: [
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "msg_p5jXN8AQM9LWM0D4loKWxJek", Int64(1_614_265_330),
                "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            ),
            (
                "  a raw secret of 24 bytes or more\r\n", "evt_42", 1_772_409_600, "{\"type\":\"congestion\"}",
                "v1,0/mN5ForuU18IJW8xqW0BuVOrKI6z5wbpcIdlriuvnE="
            ),
        ])
    func vectors(secret: String, id: String, seconds: Int64, body: String, signature: String) throws {
        #expect(try WebhookSecret(secret).signature(id: id, seconds: seconds, body: Array(body.utf8)) == signature)
    }

    @Test("covers the seconds that the message's header names, and the very bytes of its body")
    func headers() throws {
        let secret = try WebhookSecret(WebhookScene.secret)
        let event = LedgerEvent(
            sequence: 7, at: WebhookScene.start, kind: .transit, change: "open", json: "{\"transit\":\"Cầu\"}")
        let message = WebhookMessage(event)
        let headers = Dictionary(
            uniqueKeysWithValues: message.headers(secret: secret, at: Timestamp(milliseconds: 1_700_000_000_999)))
        #expect(headers["webhook-id"] == "evt_7")
        #expect(headers["webhook-timestamp"] == "1700000000")
        #expect(
            headers["webhook-signature"] == secret.signature(id: "evt_7", seconds: 1_700_000_000, body: message.body))
        let said = String(decoding: message.body, as: UTF8.self)
        #expect(
            said == """
                {"type":"transit","timestamp":"2026-03-02T00:00:00Z",\
                "data":{"at":"2026-03-02T00:00:00Z","transit":"Cầu"}}
                """)
    }

    @Test(
        "is not made with a secret that is too short or no base64, and the complaint does not repeat it",
        arguments: [
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa", "what follows whsec_ is not base64"),
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==", "the secret is 22 bytes long, not 24 to 1024"),
            ("twenty-three bytes long", "the secret is 23 bytes long, not 24 to 1024"),
            ("", "the secret is 0 bytes long, not 24 to 1024"),
        ])
    func faults(text: String, complaint: String) {
        let error = #expect(throws: WebhookSecret.Unusable.self) { _ = try WebhookSecret(text) }
        #expect(error?.description == complaint)
    }

    @Test("keeps its secret out of what is written of it")
    func hidden() throws {
        let target = try WebhookScene.target("hook", "https://receiver.example/")
        var dumped = ""
        dump(target, to: &dumped)
        for text in ["\(target)", String(reflecting: target), dumped] {
            #expect(!text.contains(WebhookScene.secret) && !text.contains("0123456789abcdef"), "\(text)")
        }
    }

    @Test(
        "has no say in how long a receiver may ask to be left alone: an hour at most",
        arguments: [
            ("120", 120), (" 0 ", 0), ("999999999999999999999999", 3600), ("Mon, 02 Mar 2026 00:10:00 GMT", 600),
            ("Sun, 01 Mar 2026 23:00:00 GMT", 0), ("Tue, 03 Mar 2026 00:00:00 GMT", 3600), ("-5", nil), ("soon", nil),
            ("", nil), ("1.5", nil),
        ] as [(String, Double?)])
    func retryAfter(text: String, seconds: Double?) {
        #expect(RetryAfter.seconds(text, now: WebhookScene.start) == seconds)
    }
}
