import BenchKit
import Customs
import Foundation
import SimulatorKit

/// Calls to a server whose seals report meanwhile.
final class PortBench: @unchecked Sendable {
    let reportsPerSecond: Int
    let server: BenchServer
    let client: CallLoadClient
    /// On connections of its own: it shall wait for the server, not for other calls.
    let yardstick: CallLoadClient
    private var rounds = 0

    init(_ server: BenchServer, reportsPerSecond: Int) {
        self.server = server
        self.reportsPerSecond = reportsPerSecond
        let address = "http://127.0.0.1:\(server.httpPort)"
        client = CallLoadClient(server: address, key: BenchServer.key, connections: 128)
        yardstick = CallLoadClient(server: address, key: BenchServer.key, connections: 4)
    }

    /// Runs calls while seals report, each second as many as the benchmark's options say.
    ///
    /// - Returns: what the body returns, and how many reports the broker took a second meanwhile.
    func besideReports<Value: Sendable>(
        seconds: Int, _ body: @Sendable () async throws -> Value
    ) async throws -> (value: Value, reportsPerSecond: Int) {
        rounds += 1
        let seals = 7000
        let now = Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down))
        var options = SealFleetOptions(
            broker: server.broker, seals: seals,
            reports: reportsPerSecond * seconds, startsAt: now.advanced(bySeconds: -Double(seconds)))
        options.reportsPerSecond = Double(reportsPerSecond)
        options.intervalSeconds = 1
        options.connections = 4
        options.sealPrefix = "B\(rounds)-"
        let fleet = try SealFleetClient(options, pace: .system)
        async let published: Double = Blocking.run {
            let pace = Pace.system
            let began = pace.now()
            try fleet.publishAll()
            _ = fleet.drain(seconds: 30)
            return pace.now() - began
        }
        let value = try await body()
        let took = try await published
        let rate = Int(Double(fleet.counts.taken) / max(took, 0.001))
        fleet.close()
        return (value, rate)
    }
}
