import Customs
import Foundation
import SimulatorKit
import Testing
import Wire

/// What the tests share.
enum Fixtures {
    static let start = Timestamp(seconds: 1_772_409_600)  // 2026-03-02T00:00:00Z

    /// The roads of the default configuration.
    static func map() throws -> RoadMap {
        let zones = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Config/zones.geojson")
        return try RoadMap(file: zones.path)
    }

    static func options(
        transits: Int = 8, seed: UInt64 = 1, interval: Int = 60, anomalies: [AnomalyKind] = [],
        routes: [String] = ["hai-phong--huu-nghi", "cat-lai--moc-bai"]
    ) -> FleetOptions {
        var options = FleetOptions(startsAt: start, seed: seed)
        options.transits = transits
        options.intervalSeconds = interval
        options.anomalies = anomalies
        options.routes = routes
        return options
    }

    static func fleet(_ options: FleetOptions) throws -> Fleet { try FleetGenerator.fleet(options, map: map()) }

    static func recording(_ fleet: Fleet) -> String {
        fleet.envelopes.map { RecordingWriter.line($0) + "\n" }.joined()
    }

    /// The reports of every seal as the server decodes them, in the order of their coming.
    static func reports(_ fleet: Fleet) throws -> [String: [(report: SealReport, receivedAt: Timestamp)]] {
        var reports: [String: [(SealReport, Timestamp)]] = [:]
        for envelope in fleet.envelopes {
            for result in Wire.decode(envelope) {
                guard case .report(let report, _, _) = try result.get() else { continue }
                reports[report.seal, default: []].append((report, envelope.receivedAt))
            }
        }
        return reports.mapValues { $0.map { (report: $0.0, receivedAt: $0.1) } }
    }

    /// A moving clock that nobody waits for.
    static func pace() -> Pace {
        let clock = FakeClock()
        return Pace(now: { clock.seconds }, sleep: { clock.sleep($0) })
    }
}

/// Time that passes only by sleeping.
final class FakeClock: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0.0

    var seconds: Double { lock.withLock { value } }

    func sleep(_ seconds: Double) { lock.withLock { value += seconds } }
}
