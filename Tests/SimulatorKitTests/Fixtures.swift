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

    /// Everything that the fleet tells but reports, as the server decodes it, in the order of its coming.
    static func papers(_ envelopes: [Envelope]) throws -> [(observation: Observation, receivedAt: Timestamp)] {
        try envelopes.flatMap { envelope -> [(observation: Observation, receivedAt: Timestamp)] in
            guard case .http = envelope.source else { return [] }
            return try Wire.decode(envelope).map { (observation: try $0.get(), receivedAt: envelope.receivedAt) }
        }
    }

    static func orders(_ fleet: Fleet) throws -> [TransitOrder] {
        try papers(fleet.envelopes).compactMap { paper in
            if case .openTransit(let order, _) = paper.observation { order } else { nil }
        }
    }

    /// Gate events by container, in the order of their coming.
    static func gateEvents(
        _ envelopes: [Envelope]
    ) throws -> [String: [(event: GateEvent, account: Account, receivedAt: Timestamp)]] {
        var events: [String: [(event: GateEvent, account: Account, receivedAt: Timestamp)]] = [:]
        for paper in try papers(envelopes) {
            guard case .gateEvent(let event, let account) = paper.observation else { continue }
            events[event.container, default: []].append((event, account, paper.receivedAt))
        }
        return events
    }

    /// Decisions by container, in the order of their coming.
    static func decisions(_ envelopes: [Envelope]) throws -> [String: [(status: ClearanceStatus, at: Timestamp)]] {
        var decisions: [String: [(status: ClearanceStatus, at: Timestamp)]] = [:]
        for paper in try papers(envelopes) {
            guard case .clearance(let order, _) = paper.observation else { continue }
            for container in order.containers ?? [] {
                decisions[container, default: []].append((order.status, paper.receivedAt))
            }
        }
        return decisions
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
