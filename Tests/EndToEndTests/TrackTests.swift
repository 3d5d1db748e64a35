import Customs
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Tracks")
    struct TrackTests {
        /// Degrees; the promise of the contract.
        private static let tolerance = 1e-6

        @Test(
            "A track comes back as it was sent in all formats, also with a late backlog and after a restart",
            .timeLimit(.minutes(2)))
        func sameTrack() async throws {
            try await Deployment.run { deployment in
                let seal = "TRACKSEAL1"
                let sent = Self.journey(reports: 240, seed: 7)
                let container = containerNumber(1)
                try await deployment.open(
                    transit: "TRACK-1", container: container, seal: seal, startsAt: sent[0].time,
                    deadline: now().advanced(bySeconds: 86_400))
                let device = try await deployment.broker.connect()
                defer { device.stop() }

                // One by one; then the end of the day as a backlog; then, late, what lies between, its newer half first.
                for report in sent[..<80] {
                    try device.publish(topic: reportsTopic(seal), payload: report.payload)
                }
                try device.publish(topic: reportsTopic(seal), payload: SentReport.backlog(sent[160...]))
                try device.publish(topic: reportsTopic(seal), payload: SentReport.backlog(sent[120..<160]))
                try device.publish(topic: reportsTopic(seal), payload: SentReport.backlog(sent[80..<120].reversed()))
                try await eventually("all reports are stored") {
                    try await deployment.centre.metrics().reports.stored == sent.count
                }
                let paths = ["/v1/seals/\(seal)/track", "/v1/containers/\(container)/track"]
                let before = try await Self.check(paths, equal: sent, of: seal, at: deployment.centre)

                #expect(deployment.stopServer() == 0)
                try await deployment.startServer()
                let after = try await Self.check(paths, equal: sent, of: seal, at: deployment.centre)
                #expect(after == before, "a restart changed the bytes of a track")

                deployment.killServer()
                try await deployment.startServer()
                let afterCrash = try await Self.check(paths, equal: sent, of: seal, at: deployment.centre)
                #expect(afterCrash == before, "a crash changed the bytes of a track")
            }
        }

        @Test("A container's track holds only what its seal reported during the transit", .timeLimit(.minutes(1)))
        func onlyTheTransit() async throws {
            try await Deployment.run { deployment in
                let seal = "TRACKSEAL2"
                let sent = Self.journey(reports: 60, seed: 11)
                let container = containerNumber(2)
                let device = try await deployment.broker.connect()
                defer { device.stop() }
                try device.publish(topic: reportsTopic(seal), payload: SentReport.backlog(sent[..<20]))
                try await eventually("the reports before the transit are stored") {
                    try await deployment.centre.metrics().reports.stored == 20
                }
                try await deployment.open(
                    transit: "TRACK-2", container: container, seal: seal, startsAt: sent[20].time,
                    deadline: now().advanced(bySeconds: 86_400))
                try device.publish(topic: reportsTopic(seal), payload: SentReport.backlog(sent[20...]))
                try await eventually("the reports of the transit are stored") {
                    try await deployment.centre.metrics().reports.stored == 60
                }
                let text = try await deployment.centre.text("/v1/containers/\(container)/track?format=csv")
                #expect(try TrackRow.csv(text).map(\.sequence) == sent[20...].map(\.sequence))
                let from = sent[30].time.rfc3339
                let to = sent[40].time.rfc3339
                let part = try await deployment.centre.text("/v1/seals/\(seal)/track?format=csv&from=\(from)&to=\(to)")
                #expect(try TrackRow.csv(part).map(\.sequence) == sent[30..<40].map(\.sequence))
            }
        }

        /// Checks both tracks in all formats; the texts of all of them.
        private static func check(
            _ paths: [String], equal sent: [SentReport], of seal: String, at centre: Centre
        ) async throws -> [String] {
            var texts: [String] = []
            for path in paths {
                let csv = try await centre.text("\(path)?format=csv")
                let rows = try TrackRow.csv(csv)
                compare(rows, sent, "csv of \(path)")
                #expect(rows.map(\.sequence) == sent.map(\.sequence))
                #expect(rows.allSatisfy { $0.seal == seal && $0.boot == "0" })
                #expect(rows.map(\.speed) == sent.map(\.speed))
                let geoJSON = try await centre.text("\(path)?format=geojson")
                let places = try TrackRow.geoJSON(geoJSON)
                compare(places, sent, "geojson of \(path)")
                #expect(places.map(\.speed) == sent.map(\.speed))
                let gpx = try await centre.text("\(path)?format=gpx")
                compare(try TrackRow.gpx(gpx), sent, "gpx of \(path)")
                texts += [csv, geoJSON, gpx]
            }
            return texts
        }

        private static func compare(_ rows: [TrackRow], _ sent: [SentReport], _ what: String) {
            #expect(rows.count == sent.count, "\(what) has another number of points")
            #expect(rows.map(\.time) == sent.map(\.time), "\(what) has other times")
            var worst = 0.0
            for (row, report) in zip(rows, sent) {
                worst = max(worst, abs(row.latitude - report.latitude), abs(row.longitude - report.longitude))
                #expect(row.altitude == report.altitude, "\(what), seq \(report.sequence)")
            }
            #expect(worst <= tolerance, "\(what) is off by \(worst) degrees")
        }

        /// A drive with six or seven decimals, at uneven intervals of whole seconds, some two hours ago.
        private static func journey(reports: Int, seed: UInt64) -> [SentReport] {
            var random = SplitMix64(seed: seed)
            var time = now(before: 7200)
            var latitude = 208_000_000 + Int.random(in: 0..<1_000_000, using: &random)
            var longitude = 1_066_000_000 + Int.random(in: 0..<1_000_000, using: &random)
            return (1...reports).map { number in
                time = time.advanced(bySeconds: Double(Int.random(in: 1...20, using: &random)))
                latitude += Int.random(in: -2500...4000, using: &random)
                longitude += Int.random(in: -2500...4000, using: &random)
                let isShort = number % 2 == 0
                return SentReport(
                    sequence: Int64(number), time: time, latitudeE7: isShort ? latitude / 10 * 10 : latitude,
                    longitudeE7: isShort ? longitude / 10 * 10 : longitude,
                    altitude: number % 7 == 0 ? nil : Double(Int.random(in: -300...90_000, using: &random)) / 100,
                    speed: number % 5 == 0 ? nil : Double(Int.random(in: 0...27_000, using: &random)) / 1000)
            }
        }
    }
}
