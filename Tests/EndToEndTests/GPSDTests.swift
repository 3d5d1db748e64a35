import Customs
import Foundation
import Testing

extension EndToEnd {
    @Suite("gpsd")
    struct GPSDTests {
        /// A position as gpsd gives it.
        private struct TPV: Decodable {
            var device: String?
            var mode: Int
            var time: Timestamp?
            var lat: Double?
            var lon: Double?
        }

        private struct Place: Hashable, Comparable {
            var time: Timestamp
            var latitude: Double
            var longitude: Double

            static func < (a: Place, b: Place) -> Bool {
                (a.time, a.latitude, a.longitude) < (b.time, b.latitude, b.longitude)
            }

            func isNear(_ other: Place) -> Bool {
                time == other.time && abs(latitude - other.latitude) <= 1e-6 && abs(longitude - other.longitude) <= 1e-6
            }
        }

        /// Receivers' logs that one daemon plays at once: it takes four devices. `lorry` is shipped, the others are real.
        static let sessions = [
            ["lorry", "bu303-moving", "tomtom-mkII", "geos-1m"],
            ["lorry", "motorola-t805", "blumax-gps009", "gp-320fw-2019-04-06-overflow"],
        ]

        @Test(
            "Each receiver's positions are those that gpspipe shows, and none is another's", .timeLimit(.minutes(2)),
            arguments: sessions)
        func receivers(_ names: [String]) async throws {
            try await Deployment.run(startsServer: false) { deployment in
                let logs = try Self.logs(names, into: deployment.directory)
                let receivers = try await FakeReceivers(
                    logs: logs, directory: deployment.directory, delaySeconds: 5, secondsBetweenSentences: 0.008)
                defer { receivers.stop() }
                let seals = Dictionary(
                    uniqueKeysWithValues: receivers.devices.enumerated().map { ($1, "RECEIVER\($0)") })
                let mapping = seals.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
                try deployment.setGPSD([
                    "{host: 127.0.0.1, port: \(receivers.port), seals: {\(mapping.joined(separator: ", "))}}"
                ])
                try await receivers.startPipe()
                try await deployment.startServer()
                #expect(
                    !receivers.lines.contains { $0.contains("\"TPV\"") }, "the logs began before the server was there")
                try await receivers.waitUntilPlayed(seconds: 60)

                let shown = try Self.positions(receivers.lines)
                let complete = shown.filter { $0.time != nil && $0.lat != nil && $0.lon != nil }
                try await eventually("every position is taken") {
                    try await deployment.centre.metrics().reports.received >= shown.count
                }
                let counts = try await deployment.centre.metrics().reports
                #expect(counts.isBalanced, "\(counts)")
                #expect(counts.stored == complete.count, "\(counts)")
                #expect(counts.rejectedInAll == shown.count - complete.count, "a fix without a time: \(counts)")
                for (index, device) in receivers.devices.enumerated() {
                    let expected = try Self.places(complete.filter { $0.device == device })
                    #expect(!expected.isEmpty, "\(logs[index].lastPathComponent) gives no position")
                    let seal = seals[device] ?? "-"
                    let rows = try TrackRow.csv(try await deployment.centre.text("/v1/seals/\(seal)/track?format=csv"))
                    let stored = rows.map { Place(time: $0.time, latitude: $0.latitude, longitude: $0.longitude) }
                        .sorted()
                    let isSame = stored.count == expected.count && zip(stored, expected).allSatisfy { $0.isNear($1) }
                    #expect(isSame, "\(logs[index].lastPathComponent) on \(device)")
                    print(
                        "gpsd: \(logs[index].lastPathComponent) on \(device): gpspipe shows \(expected.count) positions, "
                            + "stored \(stored.count), from \(expected.first?.time.rfc3339 ?? "-")")
                }
            }
        }

        /// The logs at hand: a part of the shipped lorry's, which is half an hour long, and real ones where they are on
        /// this machine; where none is, another part of the lorry's, so that mixing would show.
        private static func logs(_ names: [String], into directory: URL) throws -> [URL] {
            let lorry = try String(contentsOf: Programs.recordings.appending(path: "lorry.nmea"), encoding: .utf8)
            let lines = lorry.split(whereSeparator: \.isNewline)
            func part(_ name: String, _ range: Range<Int>) throws -> URL {
                let file = directory.appending(path: "\(name).nmea")
                try Data((lines[range.clamped(to: lines.indices)].joined(separator: "\r\n") + "\r\n").utf8).write(
                    to: file)
                return file
            }
            let real = names.dropFirst().map { Programs.gpsdLogs.appending(path: "\($0).log") }
                .filter { FileManager.default.fileExists(atPath: $0.path) }
            if real.count < names.count - 1 {
                print(
                    "gpsd: \(names.count - 1 - real.count) logs of real receivers are not in \(Programs.gpsdLogs.path)")
            }
            return [try part("lorry", 0..<200)] + (real.isEmpty ? [try part("lorry-later", 600..<800)] : real)
        }

        /// The positions among the lines, in their order: every TPV with a fix.
        private static func positions(_ lines: [Substring]) throws -> [TPV] {
            try lines.filter { $0.contains("\"class\":\"TPV\"") }
                .map { try JSONDecoder().decode(TPV.self, from: Data($0.utf8)) }
                .filter { $0.mode >= 2 }
        }

        private static func places(_ positions: [TPV]) throws -> [Place] {
            positions.compactMap { position in
                guard let time = position.time, let latitude = position.lat, let longitude = position.lon else {
                    return nil
                }
                return Place(time: time, latitude: latitude, longitude: longitude)
            }
            .sorted()
        }
    }
}
