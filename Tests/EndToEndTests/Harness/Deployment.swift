import Foundation
import SimulatorKit
import Testing

/// A broker and a server of a test's own, with a folder, ports and a ledger of their own.
final class Deployment {
    /// What may differ from test to test.
    struct Options {
        var brokers = 1
        var isClockSimulated = false
        /// Extra topics.
        var subscribe: [String] = []
        /// Lines of the `gpsd:` section.
        var gpsd: [String] = []
        /// More lines of each broker's configuration.
        var broker: [String] = []
        /// The server's user name at the brokers.
        var username: String?
        /// More lines of the configuration.
        var configuration: [String] = []
    }

    let directory: URL
    let brokers: [Broker]
    let centre: Centre
    private(set) var options: Options
    private let httpPort: Int
    private var server: ChildProcess?

    var broker: Broker { brokers[0] }
    var ledgerFile: URL { directory.appending(path: "data/vasscm.sqlite") }
    var configurationFile: URL { directory.appending(path: "vasscm.yaml") }
    var serverLog: URL { directory.appending(path: "vasscm.log") }

    /// Runs a test with brokers and a server that are ready, and takes all of it away again, however the test ends.
    static func run(
        _ options: Options = Options(), startsServer: Bool = true, _ body: (Deployment) async throws -> Void
    ) async throws {
        let deployment = try Deployment(options)
        defer { deployment.remove() }
        do {
            for broker in deployment.brokers { try await broker.start() }
            if startsServer { try await deployment.startServer() }
            try await body(deployment)
        } catch {
            Issue.record("the end of the server's log:\n\(tail(of: deployment.serverLog))")
            throw error
        }
    }

    private init(_ options: Options) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vasscm-e2e-\(UUID().uuidString)")
        directory = folder
        self.options = options
        brokers = try (0..<options.brokers).map {
            try Broker(directory: folder.appending(path: "mosquitto-\($0)"), lines: options.broker)
        }
        httpPort = try LoopbackPort.free()
        centre = Centre(address: "http://127.0.0.1:\(httpPort)")
        try write()
    }

    /// Names daemons that were not known when the deployment was made; the next start of the server reads it.
    func setGPSD(_ lines: [String]) throws {
        options.gpsd = lines
        try write()
    }

    /// Starts the server and waits until it is ready and every broker and daemon is connected.
    func startServer(environment: [String: String] = [:]) async throws {
        let started = try ChildProcess(
            try Programs.vasscm(), ["serve", "--config", configurationFile.path], output: serverLog, errors: serverLog,
            environment: environment)
        server = started
        let centre = centre
        try await eventually("the server is ready and connected", within: 20) {
            if let status = started.ended {
                throw ChildProcess.Failure(description: "vasscm serve ended with \(status)")
            }
            guard let readiness = try? await centre.readiness() else { return false }
            return readiness.ready && readiness.checks.values.allSatisfy { $0 == "ok" }
        }
    }

    /// Ends the server as a power cut would.
    func killServer() {
        server?.kill()
        server = nil
    }

    /// Asks the server to end; its exit status.
    @discardableResult
    func stopServer() -> Int32 {
        defer { server = nil }
        return server?.terminate() ?? 0
    }

    /// Waits until the server has ended by itself; its exit status, or the negative number of a signal.
    func serverEnd(seconds: Double) async throws -> Int32? {
        defer { server = nil }
        return try await server?.wait(seconds: seconds)
    }

    var isServerRunning: Bool { server.map { $0.ended == nil } ?? false }

    private func remove() {
        server?.kill()
        for broker in brokers { broker.stop() }
        try? FileManager.default.removeItem(at: directory)
    }

    private func write() throws {
        var lines = [
            "dataDirectory: data", "zones: \(Programs.configFolder.path)/zones.geojson",
            "accounts: \(Programs.configFolder.path)/accounts.yaml",
            "clock: \(options.isClockSimulated ? "simulated" : "wall")",
            "http: {host: 127.0.0.1, port: \(httpPort)}", "mqtt:",
        ]
        let topics = options.subscribe.isEmpty ? "" : ", subscribe: [\(options.subscribe.joined(separator: ", "))]"
        let username = options.username.map { ", username: \($0)" } ?? ""
        for broker in brokers {
            lines.append("  - {host: 127.0.0.1, port: \(broker.port), clientId: vasscm\(username)\(topics)}")
        }
        if !options.gpsd.isEmpty { lines += ["gpsd:"] + options.gpsd.map { "  - \($0)" } }
        lines += options.configuration
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: configurationFile)
    }
}
