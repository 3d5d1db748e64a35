import Testing
import vasscm

@Suite("Tables and texts of the client")
struct TextTableTests {
    @Test("Columns are as wide as what stands in them, and what is not known is a hyphen")
    func table() throws {
        var table = TextTable("SEAL", "BATTERY", "MESSAGE")
        table.add(.string("VNSEAL0001"), .number(0.5), .string("Cáp bị cắt"))
        table.add(.string("S2"), nil, .string("ok"))
        #expect(
            table.text == """
                SEAL        BATTERY  MESSAGE
                VNSEAL0001  0.5      Cáp bị cắt
                S2          -        ok

                """)
    }

    @Test("What a device wrote cannot move the terminal's cursor")
    func controls() {
        var table = TextTable("A")
        table.add(.string("x\u{1B}[2Jy\u{9B}z\u{202E}\r\n\t"))
        #expect(table.text == "A\nx\u{FFFD}[2Jy\u{FFFD}z\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\n")
    }

    @Test("Fields leave out what is not there")
    func fields() {
        var fields = TextFields()
        fields.add("seal", .string("S1"))
        fields.add("container", nil)
        fields.add("acknowledged", .bool(false))
        #expect(fields.text == "seal          S1\nacknowledged  no\n")
    }

    @Test("Any JSON is read, told in words, and written again as it was")
    func json() throws {
        let text = #"{"a":[1,2.5,"x"],"b":true,"c":null,"d":{"e":9007199254740993}}"#
        let value = try JSONValue(bytes: text.utf8)
        #expect(value["a"]?.text == "1, 2.5, x")
        #expect(value["b"]?.isTrue == true)
        #expect(value["c"] == nil)
        #expect(value["d"]?.text == "e 9007199254740993")
        #expect(String(decoding: try value.encoded(), as: UTF8.self) == text)
    }

    @Test("Server-sent events are taken out of a stream however it is cut")
    func events() throws {
        let text =
            "retry: 3000\n\n:\n\nid: 7\nevent: alert\ndata: {\"at\":\"t\",\ndata: \"x\":1}\n\nid: 9\n\nevent: zone\r\ndata:{}\r\n\r\n"
        for size in [1, 2, 7, 500] {
            var reader = ServerSentEvents(lastID: "3")
            var events: [ServerSentEvents.Event] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                events += try reader.take(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(events.map(\.name) == ["alert", "zone"])
            #expect(events.map(\.data) == ["{\"at\":\"t\",\n\"x\":1}", "{}"])
            #expect(events.map(\.id) == ["7", "9"])
            #expect(reader.lastID == "9")
        }
    }

    @Test("An event of the stream is one line: when, what, about what")
    func line() throws {
        let alert = try JSONValue(
            bytes:
                #"{"at":"2026-03-02T08:00:00Z","change":"raised","alert":{"severity":"critical","seal":"S1","id":"a.b"}}"#
                .utf8)
        #expect(EventText.line("alert", alert) == "2026-03-02T08:00:00Z  alert  raised  critical  S1  a.b")
        let position = try JSONValue(bytes: #"{"seal":"S1","time":"t","lat":20.5,"lon":106,"state":"locked"}"#.utf8)
        #expect(EventText.line("position", position) == "t  position  S1  20.5  106  locked")
    }
}
