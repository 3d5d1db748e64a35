import Customs
import Testing
import Wire

@Suite("Recordings")
struct RecordingTests {
    private func makeDecoder(seals: [String: String] = ["*": "G1"]) -> RecordingDecoder {
        RecordingDecoder(gpsdSeals: seals) { name in
            switch name {
            case nil: Account(name: "default", role: .supervisor)
            case "officer-1": Sample.officer
            default: nil
            }
        }
    }

    private func read(_ line: String) throws -> Envelope? {
        var decoder = makeDecoder()
        return try decoder.envelope(line: Array(line.utf8), number: 7)
    }

    @Test("What mosquitto_sub prints is the message, its embedded payload byte for byte")
    func mosquitto() throws {
        let payload = "{ \"seq\":1,  \"x\":1.50 }"
        let envelope = try read(
            "{\"tst\":\"2026-03-02T08:05:00.123456Z+0700\",\"topic\":\"a/b\",\"qos\":1,\"retain\":0,\"payloadlen\":22,"
                + "\"payload\":\(payload)}\n")
        #expect(
            envelope
                == Envelope(
                    source: .mqtt(broker: "recording", topic: "a/b"),
                    receivedAt: Timestamp(milliseconds: 1_772_413_500_123), body: Array(payload.utf8)))
    }

    @Test("A payload that is a string stands for its text; null of no length for nothing")
    func stringPayload() throws {
        func body(_ payload: String) throws -> [UInt8]? {
            try read("{\"tst\":\"2026-03-02T01:05:00Z\",\"topic\":\"t\"\(payload)}")?.body
        }
        #expect(try body(",\"payload\":\"a\\n\\\"\\u00e9\\ud83d\\udd12\"") == Array("a\n\"é🔒".utf8))
        #expect(try body(",\"payload\":null,\"payloadlen\":0") == [])
        #expect(try body(",\"payload\":null,\"payloadlen\":4") == Array("null".utf8))
        #expect(try body("") == [])
        #expect(try body(",\"payload\":[NaN]") == Array("[NaN]".utf8))
    }

    @Test("Old mosquitto's whole seconds are a received time too")
    func epochSeconds() throws {
        let envelope = try read("{\"tst\":1772413500,\"topic\":\"t\",\"payload\":1}")
        #expect(envelope?.receivedAt == Sample.received)
    }

    @Test("What gpspipe prints is gpsd's: TPVs as they stand, at the newest time known")
    func gpspipe() throws {
        var decoder = makeDecoder(seals: ["/dev/a": "A", "/dev/b": "B"])
        func next(_ line: String) throws -> Envelope? { try decoder.envelope(line: Array(line.utf8), number: 1) }
        #expect(try next("{\"class\":\"VERSION\",\"release\":\"3.22\"}") == nil)
        #expect(try next("{\"class\":\"DEVICES\",\"devices\":[{\"class\":\"DEVICE\",\"path\":\"/dev/b\"}]}") == nil)
        #expect(try next("{\"class\":\"WATCH\",\"enable\":true}") == nil)
        #expect(try next("{\"class\":\"TPV\",\"mode\":0}") == nil)

        let named =
            "{\"class\":\"TPV\",\"device\":\"/dev/a\",\"mode\":3,\"time\":\"2026-03-02T01:05:00Z\",\"lat\":1,\"lon\":2}"
        let first = try next(named + "\r\n")
        #expect(first?.body == Array(named.utf8))
        #expect(first?.receivedAt == Sample.received)
        #expect(try Wire.decode(#require(first)).reports.first?.seal == "A")

        let unnamed = "{\"class\":\"TPV\",\"mode\":3,\"time\":\"2026-03-02T01:05:00Z\",\"lat\":1,\"lon\":2}"
        #expect(try Wire.decode(#require(try next(unnamed))).reports.first?.seal == "B")
        #expect(try next("{\"class\":\"SKY\",\"time\":\"2026-03-02T01:05:00Z\"}") == nil)

        _ = try next("{\"tst\":\"2026-03-02T02:00:00Z\",\"topic\":\"t\",\"payload\":1}")
        #expect(try next(named)?.receivedAt == Timestamp(rfc3339: "2026-03-02T02:00:00Z"))
    }

    @Test("A recorded call has its body as it stands, and the default account unless it names one")
    func http() throws {
        let line =
            "\"tst\":\"2026-03-02T01:05:00Z\",\"method\":\"POST\",\"path\":\"/v1/transits?x=1\",\"body\":{ \"a\":1 }"
        var call = HTTPCall(
            method: "POST", path: "/v1/transits", account: Account(name: "default", role: .supervisor))
        let body = Array("{ \"a\":1 }".utf8)
        #expect(
            try read("{\(line)}") == Envelope(source: .http(call), receivedAt: Sample.received, body: body))
        call.account = Sample.officer
        #expect(
            try read("{\(line),\"account\":\"officer-1\"}")
                == Envelope(source: .http(call), receivedAt: Sample.received, body: body))
    }

    @Test("Blank lines are nothing")
    func blank() throws {
        #expect(try read("") == nil)
        #expect(try read(" \t\r\n") == nil)
    }

    @Test(
        "A bad line says which line, where and why",
        arguments: [
            ("{\"tst\":1", "line 7, column 9: malformed JSON at byte 8: expected “,” or “}”, found the end"),
            ("[1]", "line 7, column 1: malformed JSON at byte 0: expected “{”, found “[”"),
            ("{\"tst\":\"2026-03-02T01:05:00Z\"}", "line 7: has neither topic nor method nor class"),
            ("{\"topic\":\"t\",\"payload\":1}", "line 7: tst is missing"),
            ("{\"topic\":\"t\",\"tst\":\"now\"}", "line 7: tst is \"now\", not an RFC 3339 time"),
            ("{\"tst\":0,\"method\":\"POST\"}", "line 7: path is missing"),
            (
                "{\"tst\":0,\"method\":\"POST\",\"path\":\"/v1/transits\",\"account\":\"eve\"}",
                "line 7: account is “eve”, which is no account"
            ),
            ("{\"class\":\"TPV\",\"time\":5}", "line 7: time is 5, not an RFC 3339 time"),
        ])
    func badLine(line: String, description: String) {
        #expect {
            try read(line)
        } throws: { error in
            (error as? RecordingError)?.description == description
        }
    }

    @Test("Invalid UTF-8 in a line is an error at its column")
    func invalidUTF8() {
        var decoder = makeDecoder()
        #expect(throws: RecordingError(line: 3, column: 3, reason: "invalid UTF-8")) {
            try decoder.envelope(line: [0x20, 0x20, 0xff], number: 3)
        }
    }

    @Test(
        "What the writer writes the reader reads, byte for byte",
        arguments: [
            "{\"seq\":1}", "[ 1 ]", "", "null", "\"text\"", "text \"quoted\" \\ \u{1} é🔒", "{\n\"seq\":1}",
            "{\"a\":NaN}",
            " {}", "{} ", "{\"a\":\"\u{2028}\"}", "{\"a\":1", String(repeating: "[", count: 60),
            String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
        ])
    func roundTrip(payload: String) throws {
        let message = Envelope(
            source: .mqtt(broker: "recording", topic: "vasscm/\"x\"/é"), receivedAt: Sample.received,
            body: Array(payload.utf8))
        let line = RecordingWriter.line(message)
        #expect(!line.contains("\n"))
        #expect(try read(line) == message)
        let call = Sample.http("/v1/gate-events", payload, type: "application/edifact")
        #expect(try read(RecordingWriter.line(call)) == call)
    }

    @Test("The writer's lines have mosquitto's form")
    func form() {
        #expect(
            RecordingWriter.line(Sample.mqtt("{\"seq\":1}", topic: "t"))
                == "{\"tst\":\"2026-03-02T01:05:00Z\",\"topic\":\"t\",\"qos\":1,\"retain\":0,\"payloadlen\":9,"
                + "\"payload\":{\"seq\":1}}")
        #expect(
            RecordingWriter.line(Sample.http("/v1/transits", "{}"))
                == "{\"tst\":\"2026-03-02T01:05:00Z\",\"method\":\"POST\",\"path\":\"/v1/transits\","
                + "\"account\":\"officer-1\",\"body\":{}}")
        #expect(RecordingWriter.line(Sample.gpsd("{\"class\":\"TPV\"}")) == "{\"class\":\"TPV\"}")
        #expect(RecordingWriter.line(Envelope(source: .tick, receivedAt: Sample.received)).isEmpty)
    }
}
