import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Bad input")
    struct BadInputTests {
        /// Refusals of one payload that the server keeps one by one; all of them are counted.
        private static let keptOfOnePayload = 1000

        private struct Bad: Sendable {
            var name: String
            var seal: String
            var payload: [UInt8]
            var reason: (code: String, count: Int)

            init(_ name: String, seal: String = "BADSEAL1", _ payload: [UInt8], _ reason: String, times: Int = 1) {
                self.name = name
                self.seal = seal
                self.payload = payload
                self.reason = (reason, times)
            }

            init(_ name: String, seal: String = "BADSEAL1", _ text: String, _ reason: String, times: Int = 1) {
                self.init(name, seal: seal, Array(text.utf8), reason, times: times)
            }
        }

        private struct Rejected: Decodable {
            var reason: String
            var detail: String
            var source: String
            var text: String?
            var base64: String?

            var bytes: [UInt8]? {
                text.map { Array($0.utf8) } ?? base64.flatMap { Data(base64Encoded: $0) }.map(Array.init)
            }
        }

        @Test(
            "Whatever a device sends is counted and kept with its reason, and the server goes on",
            .timeLimit(.minutes(2)))
        func devices() async throws {
            try await Deployment.run { deployment in
                let device = try await deployment.broker.connect()
                defer { device.stop() }
                let good = SentReport(
                    sequence: 1, time: now(before: 60), latitudeE7: 208_000_000, longitudeE7: 1_066_000_000)
                try device.publish(topic: reportsTopic("BADSEAL1"), payload: good.payload)
                let bad = Self.messages()
                for message in bad { try device.publish(topic: reportsTopic(message.seal), payload: message.payload) }
                let expected = bad.reduce(into: [String: Int]()) { $0[$1.reason.code, default: 0] += $1.reason.count }
                let received = 1 + expected.values.reduce(0, +)
                try await eventually("everything is counted") {
                    try await deployment.centre.metrics().reports.received >= received
                }
                let counts = try await deployment.centre.metrics().reports
                #expect(counts.isBalanced, "\(counts)")
                #expect(counts.stored == 1)
                #expect(counts.rejected == expected)

                let kept: [Rejected] = try await deployment.centre.list("/v1/rejections")
                // Of one payload so many refusals are kept one by one, and its bytes with the first.
                #expect(kept.count == bad.reduce(0) { $0 + min($1.reason.count, Self.keptOfOnePayload) })
                for message in bad {
                    let found = kept.filter { $0.reason == message.reason.code && $0.bytes == message.payload }
                    #expect(found.count == 1, "\(message.name)")
                    let isTold = found.allSatisfy { !$0.detail.isEmpty && $0.source.contains(message.seal) }
                    #expect(isTold, "\(message.name)")
                }
                // Alive, and still taking what is right.
                var next = good
                next.sequence = 2
                try device.publish(topic: reportsTopic("BADSEAL1"), payload: next.payload)
                try await eventually("the next good report is stored") {
                    try await deployment.centre.metrics().reports.stored == 2
                }
                #expect(deployment.stopServer() == 0)
                try await deployment.startServer()
                let again: [Rejected] = try await deployment.centre.list("/v1/rejections")
                #expect(again.count == kept.count)
            }
        }

        @Test("A retained report is stored once, however often the broker repeats it", .timeLimit(.minutes(1)))
        func retained() async throws {
            try await Deployment.run { deployment in
                let report = SentReport(
                    sequence: 1, time: now(before: 60), latitudeE7: 208_000_000, longitudeE7: 1_066_000_000)
                let publisher = try ChildProcess(
                    try Programs.installed(Programs.mosquittoPub),
                    [
                        "-h", "127.0.0.1", "-p", "\(deployment.broker.port)", "-q", "1", "-r", "-t",
                        reportsTopic("RETAINED1"), "-m", report.json,
                    ])
                #expect(try await publisher.wait(seconds: 10) == 0)
                try await eventually("the report is stored") {
                    try await deployment.centre.metrics().reports.stored == 1
                }
                #expect(deployment.stopServer() == 0)
                try await deployment.startServer()
                try await eventually("the broker repeats it to the new subscription") {
                    try await deployment.centre.metrics().reports.duplicate == 1
                }
                let counts = try await deployment.centre.metrics().reports
                #expect(counts.isBalanced && counts.stored == 0 && counts.rejectedInAll == 0, "\(counts)")
                let rows = try TrackRow.csv(try await deployment.centre.text("/v1/seals/RETAINED1/track?format=csv"))
                #expect(rows.count == 1)
            }
        }

        /// What a broken or hostile device may send, and the reason that each must be refused for.
        private static func messages() -> [Bad] {
            let time = now(before: 30).rfc3339
            func report(_ members: String, time: String = time) -> String {
                "{\"seq\":7,\"time\":\"\(time)\",\(members)}"
            }
            let place = "\"lat\":20.8,\"lon\":106.6"
            func array(of count: Int) -> String { "[\(String(repeating: "{},", count: count - 1)){}]" }
            return [
                Bad("cut short", "{\"seq\":7,\"time\":", "malformed-json"),
                Bad("no JSON", "hello", "malformed-json"),
                Bad("nothing", "", "malformed-json"),
                Bad("NaN", report("\"lat\":NaN,\"lon\":106.6"), "malformed-json"),
                Bad("infinity", report("\"lat\":20.8,\"lon\":Infinity"), "malformed-json"),
                Bad("a number too large", report("\"lat\":1e999,\"lon\":106.6"), "out-of-range"),
                Bad("a thousand brackets", String(repeating: "[", count: 1000), "malformed-json"),
                Bad("latitude 91", report("\"lat\":91,\"lon\":106.6"), "out-of-range"),
                Bad("longitude without latitude", report("\"lon\":106.6"), "missing-field"),
                Bad(
                    "tomorrow and a day", report(place, time: now(before: -2 * 86_400).rfc3339), "time-in-future"),
                Bad("1970", report(place, time: "1970-01-01T00:00:12Z"), "time-before-gps-epoch"),
                Bad("no time", "{\"seq\":7,\(place)}", "missing-field"),
                Bad("no sequence number", "{\"time\":\"\(time)\",\(place)}", "missing-field"),
                Bad("a sequence number in words", "{\"seq\":\"seven\",\"time\":\"\(time)\",\(place)}", "wrong-type"),
                Bad("another seal's", report("\"seal\":\"OTHERSEAL\",\(place)"), "wrong-topic"),
                Bad("a topic that names no seal", seal: "no seal", report(place), "wrong-topic"),
                Bad(
                    "another body under a known number", "{\"seq\":1,\"time\":\"\(time)\",\"lat\":1,\"lon\":2}",
                    "sequence-reused"),
                Bad(
                    "invalid UTF-8", Array("{\"seq\":7,\"boot\":\"".utf8) + [0xff, 0xfe] + Array("\"}".utf8),
                    "invalid-utf8"),
                Bad("a megabyte", String(repeating: "x", count: 1_000_000), "payload-too-large"),
                Bad("an array of 150,000 reports", array(of: 150_000), "payload-too-large"),
                Bad("an array of 80,000 empty reports", array(of: 80_000), "missing-field", times: 80_000),
                Bad("an empty array", "[]", "missing-field"),
            ]
        }
    }
}
