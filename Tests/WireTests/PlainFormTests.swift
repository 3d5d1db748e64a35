import Customs
import SimulatorKit
import Testing
import Wire

@Suite("The quick way of plain reports")
struct PlainFormTests {
    /// Bodies that are plain, nearly plain, and not plain at all.
    private let bodies = [
        "{\"seq\":17,\"time\":\"2026-03-02T01:02:03Z\",\"mode\":3,\"lat\":20.836024,\"lon\":106.7700167,\"alt\":-6.4,"
            + "\"speed\":13.10,\"track\":359.9,\"eph\":3.2,\"satellites\":8,\"hdop\":0.86,\"cn0\":37.8,"
            + "\"state\":\"locked\",\"battery\":0.950,\"interval\":60}",
        "{\"boot\":\"b-1\",\"seal\":\"VNSEAL0001\",\"seq\":9007199254740992,\"time\":\"2026-03-02T08:02:03.250+07:00\","
            + "\"container\":\"MSCU6817144\",\"key\":\"k1\",\"sig\":\"AAAA\",\"state\":\"tampered\"}",
        "{ \"seq\": 1, \"time\": \"2026-03-02T01:02:03Z\", \"lat\": 0, \"lon\": -0.0, "
            + "\"temperature\": 31.5, \"note\": \"é\" }",
        "{\"seq\":1.0,\"time\":\"2026-03-02T01:02:03Z\",\"lat\":1e1,\"lon\":2E-1,\"alt\":null,\"boot\":\"a\\u00e9\"}",
        "{\"seq\":2,\"time\":\"2026-03-02T01:02:03Z\",\"x\":{\"y\":[1,true,null]},\"container\":\"mscu 681714-4\"}",
        "[{\"seq\":1,\"time\":\"2026-03-02T01:02:03Z\"},{\"seq\":2,\"time\":\"2026-03-02T01:02:04Z\",\"track\":360}]",
        "{\"seq\":3,\"time\":\"2026-03-02T01:02:03Z\",\"lat\":12.3456789012345678,\"lon\":1234567890123456789012e-20}",
    ]

    @Test("300,000 seeded lines, mutated, are the same by the quick way and by tokens")
    func sameAnswer() {
        var random = SplitMix64(seed: 2026)
        var quick = RecordingDecoder(gpsdSeals: [:], account: { _ in nil })
        var byTokens = quick
        var (plain, refused) = (0, 0)
        var differing: [String] = []
        for number in 1...300_000 {
            let line = mutated(line(&random), &random)
            let expected = outcome { try byTokens.envelope(line: line, number: number) }
            let found = line.withUnsafeBytes { bytes in
                var lines = RecordingLines()
                return outcome {
                    try quick.decode(line: bytes, number: number, into: &lines)
                    return lines.lines.first.map { ($0.receivedAt, Array(lines.items[$0.items])) }
                }
            }
            if found != expected { differing.append(String(decoding: line, as: UTF8.self)) }
            var decoded: Decoded = []
            if line.withUnsafeBytes({ PlainMessage.read($0, into: &decoded) }) != nil {
                plain += 1
            } else {
                refused += 1
            }
        }
        #expect(differing.prefix(5) == [])
        // Both ways must have had their share.
        #expect(plain > 30_000)
        #expect(refused > 60_000)
    }

    @Test("200,000 seeded bodies, mutated, are the same live")
    func sameAnswerLive() {
        var random = SplitMix64(seed: 11)
        var differing: [String] = []
        for _ in 0..<200_000 {
            let body = mutated(Array(bodies[Int.random(in: 0..<bodies.count, using: &random)].utf8), &random)
            let envelope = Sample.mqtt(body)
            if Wire.decode(envelope) != Wire.decodeByTokens(envelope) {
                differing.append(String(decoding: body, as: UTF8.self))
            }
        }
        #expect(differing.prefix(5) == [])
    }

    @Test(
        "What is plain is read the quick way",
        arguments: [
            "{\"seq\":1,\"time\":\"2026-03-02T01:02:03Z\"}",
            "{ \"seq\" : 1 , \"time\" : \"2026-03-02T01:02:03.5Z\" , \"state\" : \"unlocked\" }",
            "\"{\\\"seq\\\":1,\\\"time\\\":\\\"2026-03-02T01:02:03Z\\\"}\\n\"",
        ])
    func isPlain(payload: String) {
        var decoded: Decoded = []
        let line = "{\"tst\":\"2026-03-02T01:02:04Z\",\"topic\":\"vasscm/v1/seals/A/reports\",\"payload\":\(payload)}"
        let receivedAt = Array(line.utf8).withUnsafeBytes { PlainMessage.read($0, into: &decoded) }
        #expect(receivedAt == Timestamp(rfc3339: "2026-03-02T01:02:04Z"))
        #expect(decoded.reports.map(\.seal) == ["A"])
    }

    @Test("A line that turns out not to be plain behind its report leaves nothing behind")
    func leavesNothing() {
        var decoded: Decoded = []
        let line =
            "{\"tst\":\"2026-03-02T01:02:04Z\",\"topic\":\"vasscm/v1/seals/A/reports\",\"payload\":"
            + "\(Sample.report()),\"x\":["
        #expect(Array(line.utf8).withUnsafeBytes { PlainMessage.read($0, into: &decoded) } == nil)
        #expect(decoded.isEmpty)
    }

    private enum Outcome: Equatable {
        case decoded(Timestamp?, Decoded)
        case error(RecordingError)
        case other(String)
    }

    private func outcome(_ read: () throws -> (Timestamp, Decoded)?) -> Outcome {
        do {
            let (receivedAt, decoded) = try read() ?? (nil, [])
            return .decoded(receivedAt, decoded)
        } catch let error as RecordingError {
            return .error(error)
        } catch {
            return .other(String(describing: error))
        }
    }

    private func outcome(_ read: () throws -> Envelope?) -> Outcome {
        outcome { try read().map { ($0.receivedAt, Wire.decodeByTokens($0)) } }
    }

    private func line(_ random: inout SplitMix64) -> [UInt8] {
        let body = bodies[Int.random(in: 0..<bodies.count, using: &random)]
        let payload = Int.random(in: 0...3, using: &random) == 0 ? quoted(body) : body
        let seal = Int.random(in: 0...9, using: &random) == 0 ? "a seal" : "VNSEAL0001"
        let fields = [
            "\"tst\":\"2026-03-02T01:05:00.\(Int.random(in: 0...999, using: &random))Z\"",
            "\"topic\":\"vasscm/v1/seals/\(seal)/reports\"", "\"qos\":1", "\"retain\":0",
            "\"payloadlen\":\(body.utf8.count)", "\"payload\":\(payload)",
        ]
        var order = fields
        // Another order now and then, and a field that comes twice.
        if Int.random(in: 0...9, using: &random) == 0 { order.shuffle(using: &random) }
        if Int.random(in: 0...9, using: &random) == 0 {
            order.append(fields[Int.random(in: 0..<fields.count, using: &random)])
        }
        return Array("{\(order.joined(separator: ","))}".utf8)
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        let pieces = [
            "null", "-", "0", "00", ".", "e5", "NaN", "\\", "\"", ",", " ", "{}", "[", "\t", "9007199254740993",
            "1e400",
            "-0", "91", "1979-01-01T00:00:00Z", "2026-03-03T01:05:00Z", "2026-03-03T01:05:01Z", "\u{e9}", "\u{0}",
            "\"seq\":5,", "\"lat\":91,", "\"lat\":7,", "\"state\":\"broken\",", "\"interval\":0,", "\"seal\":\"X\",",
        ]
        var bytes = original
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let piece = Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
            switch Int.random(in: 0...6, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[at] = UInt8.random(in: 0x20...0x7e, using: &random)
            case 2: bytes[at] = UInt8.random(in: 0x30...0x39, using: &random)
            case 3: bytes.remove(at: at)
            case 4: bytes.removeSubrange(max(at, 1)...)
            case 5: bytes.insert(contentsOf: piece, at: at)
            default:
                // A whole field where one may stand: behind a comma.
                guard let comma = bytes[at...].firstIndex(of: UInt8(ascii: ",")) else { break }
                bytes.insert(contentsOf: piece, at: comma + 1)
            }
        }
        return bytes
    }
}
