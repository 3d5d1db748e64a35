import Customs
import Foundation
import Geofencing
import Ledger
import Server
import Supervision
import Testing

@Suite("The queues at the gates, in the server")
struct CongestionServerTests {
    private static let start = PortServer.start

    /// The port of `PortServer` with a queue before it.
    private static func configuration(_ folder: borrowing ConfigurationFolder) throws -> Configuration {
        var configuration = try PortServer.configuration(folder)
        configuration.zones.append(
            Zone(
                id: "queue", kind: .queue, name: "Queue", gate: "PORT",
                shape: .circle(center: Coordinate(latitude: 20.86, longitude: 106.70), radiusMeters: 600)))
        return configuration
    }

    private static func report(_ seal: Int, at seconds: Double, number: Int, queued: Bool) -> Envelope {
        let time = start.advanced(bySeconds: seconds)
        let body = """
            {"seq":\(number),"time":"\(time.rfc3339)","lat":20.86,"lon":\(queued ? 106.70 : 106.60),"speed":0}
            """
        return Envelope(
            source: .mqtt(broker: "b", topic: "vasscm/v1/seals/S\(seal)/reports"), receivedAt: time,
            body: Array(body.utf8))
    }

    private static func gateIn(_ serial: Int, at seconds: Double) -> Envelope {
        let time = start.advanced(bySeconds: seconds)
        return Envelope(
            source: .http(
                HTTPCall(
                    method: "POST", path: "/v1/gate-events",
                    account: Account(name: "port", role: .operator, facilities: ["PORT"]))),
            receivedAt: time, body: Array(Posted.json("g\(serial)", Posted.container(serial), at: time).utf8))
    }

    /// Six hours in which ten vehicles at a time wait for about half an hour.
    private static func hours() -> [Envelope] {
        (0..<360).flatMap { minute -> [Envelope] in
            let seconds = Double(minute) * 60
            let seal = minute / 3
            var envelopes = [report(seal, at: seconds, number: minute % 3 + 1, queued: minute % 3 > 0)]
            if minute >= 30, minute % 3 == 0 {
                envelopes.append(report(seal - 10, at: seconds + 1, number: 9, queued: false))
                envelopes.append(gateIn(minute, at: seconds + 2))
            }
            return envelopes
        }
    }

    private struct Kept: Equatable {
        var history: [GateCongestion]
        var events: [Int64]
        var scores: [ForecastScore]
        var rows: [String: Int]

        init(_ ledger: Ledger) async throws {
            history = try await ledger.congestionHistory(gate: "PORT", limit: 10_000)
            events = try await ledger.events(after: 0, limit: 10_000).map(\.sequence)
            scores = try await ledger.forecastScores()
            rows = try await ledger.rowCounts()
        }
    }

    @Test("are kept as they were published, and a restart writes nothing of them twice", arguments: [false, true])
    func restart(withSnapshot: Bool) async throws {
        let folder = try ConfigurationFolder()
        let first = try PortServer(try Self.configuration(folder))
        for envelope in Self.hours() { _ = try await first.take([envelope]).get() }
        if withSnapshot { try first.pipeline.writeSnapshot() }
        let state = try #require(first.pipeline.read { try? $0.encoded() })
        // A snapshot that cannot be read is passed over at the start, and nobody would notice.
        _ = try Supervisor(
            zones: ZoneIndex(zones: first.configuration.zones), rules: first.configuration.rules, encoded: state)
        await first.stop()
        let published = first.effects.compactMap { effect -> GateCongestion? in
            if case .congestion(let congestion) = effect.kind { congestion } else { nil }
        }
        let scored = first.effects.count { if case .forecastScored = $0.kind { true } else { false } }
        #expect(published.count >= 36, "a word every ten minutes at least, of six hours")
        let kept = try await Kept(first.ledger)
        #expect(
            kept.history
                == published.map { congestion in
                    var plain = congestion
                    plain.forecast = []
                    plain.advice = []
                    return plain
                })
        #expect(kept.rows["gate_congestion"] == published.count && kept.rows["forecast_score"] == scored)
        try first.ledger.close()

        let second = try PortServer(first.configuration)
        #expect(try await Kept(second.ledger) == kept)
        #expect(second.pipeline.read { try? $0.encoded() } == state)
        let more = try await second.take([Self.gateIn(1000, at: 6 * 3600)]).get()
        #expect(more.count == 1)
        await second.stop()
        let after = try await Kept(second.ledger)
        #expect(Array(after.history.prefix(kept.history.count)) == kept.history)
        #expect(Array(after.events.prefix(kept.events.count)) == kept.events)
        try second.ledger.close()
    }

    @Test("are stale once nothing has come for as long as the configuration says, although no tick came")
    func stale() async throws {
        let folder = try ConfigurationFolder()
        let server = try PortServer(try Self.configuration(folder))
        for envelope in Self.hours() { _ = try await server.take([envelope]).get() }
        await server.stop()
        let end = Self.start.advanced(bySeconds: 6 * 3600)
        let now = server.pipeline.congestion(at: end, staleAfterSeconds: 900).gates
        let gate = try #require(now.first { $0.gate == "PORT" })
        #expect(!gate.isStale && gate.level == .green && gate.evidenceAt != nil)
        let later = server.pipeline.congestion(at: end.advanced(bySeconds: 1000), staleAfterSeconds: 900).gates
        let old = try #require(later.first { $0.gate == "PORT" })
        #expect(old.isStale && old.level == .unknown && old.vehiclesWaiting == gate.vehiclesWaiting)
    }
}
