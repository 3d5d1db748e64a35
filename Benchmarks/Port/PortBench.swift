import Crypto
import Customs
import Foundation
import SimulatorKit

/// A broker and the server on loopback, in a folder of their own.
final class PortBench: @unchecked Sendable {
    static let facility = "PORT"
    private static let key = "port-benchmark"

    let reportsPerSecond: Int
    let client: CallLoadClient
    /// On connections of its own: it shall wait for the server, not for other calls.
    let yardstick: CallLoadClient
    private let folder: URL
    private let programs: URL
    private let brokerPort: Int
    private let httpPort: Int
    private var broker: Process?
    private var server: Process?
    private var rounds = 0

    struct Failure: Error, CustomStringConvertible { let description: String }

    init(reportsPerSecond: Int) throws {
        self.reportsPerSecond = reportsPerSecond
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("vasscm-port-\(getpid())")
        programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        brokerPort = try Self.freePort()
        httpPort = try Self.freePort()
        client = CallLoadClient(server: "http://127.0.0.1:\(httpPort)", key: Self.key, connections: 128)
        yardstick = CallLoadClient(server: "http://127.0.0.1:\(httpPort)", key: Self.key, connections: 4)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writeFiles()
    }

    /// Starts broker and server, and waits until both are ready.
    func start() throws {
        broker = try run("/usr/sbin/mosquitto", ["-c", folder.appendingPathComponent("mosquitto.conf").path])
        try Self.wait(20, "the broker") { Self.connects(brokerPort) }
        let log = folder.appendingPathComponent("server.log").path
        try Data().write(to: URL(fileURLWithPath: log))
        server = try run(
            programs.appendingPathComponent("vasscm").path,
            ["serve", "--config", folder.appendingPathComponent("vasscm.yaml").path, "--log-level", "error"], log: log)
        try Self.wait(60, "the server; \(log) may say why") {
            guard server?.isRunning == true else { throw Failure(description: "the server ended; see \(log)") }
            return Self.connects(httpPort)
        }
    }

    /// Ends what was started, and removes the folder.
    func stop() {
        for process in [server, broker].compactMap(\.self) where process.isRunning {
            process.terminate()
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
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
            broker: MQTTAddress(host: "127.0.0.1", port: Int32(brokerPort)), seals: seals,
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

    /// Memory of the server in MB: now, and at most so far.
    func serverMemory() -> (now: Int, most: Int) {
        guard let server,
            let text = try? String(contentsOfFile: "/proc/\(server.processIdentifier)/status", encoding: .utf8)
        else { return (0, 0) }
        func value(_ name: String) -> Int {
            for line in text.split(separator: "\n") where line.hasPrefix(name) {
                return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
            }
            return 0
        }
        return (value("VmRSS:"), value("VmHWM:"))
    }

    // MARK: Starting

    private func run(_ program: String, _ arguments: [String], log: String = "/dev/null") throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = FileHandle(forWritingAtPath: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return process
    }

    private static func wait(_ seconds: Double, _ what: String, until isDone: () throws -> Bool) throws {
        let limit = Pace.system.now() + seconds
        while try !isDone() {
            guard Pace.system.now() < limit else {
                throw Failure(description: "\(what) was not ready after \(Int(seconds)) s")
            }
            usleep(20_000)
        }
    }

    private static func withSocket<Value>(_ port: Int, _ body: (Int32, UnsafePointer<sockaddr>) -> Value?) -> Value? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0) }
        }
    }

    private static func connects(_ port: Int) -> Bool {
        withSocket(port) { connect($0, $1, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 } ?? false
    }

    /// A port on loopback that nobody listens on now.
    private static func freePort() throws -> Int {
        let port: Int? = withSocket(0) { descriptor, address in
            guard bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 else { return nil }
            var bound = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let code = withUnsafeMutablePointer(to: &bound) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
            }
            return code == 0 ? Int(in_port_t(bigEndian: bound.sin_port)) : nil
        }
        guard let port else { throw Failure(description: "no port is free on loopback") }
        return port
    }

    private func writeFiles() throws {
        func write(_ text: String, _ name: String) throws {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try write(
            """
            listener \(brokerPort) 127.0.0.1
            allow_anonymous true
            persistence false
            max_inflight_messages 0
            max_queued_messages 0
            set_tcp_nodelay true
            """, "mosquitto.conf")
        try write(
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"port","kind":"seaport",
            "name":"Port","facility":"\(Self.facility)","radius":500},"geometry":{"type":"Point",
            "coordinates":[106.6,20.8]}}]}
            """, "zones.geojson")
        let digest = SHA256.hash(data: Data(Self.key.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        try write("- {name: bench, role: supervisor, keySHA256: \(digest.joined())}\n", "accounts.yaml")
        try write(
            """
            dataDirectory: data
            timeZone: Asia/Ho_Chi_Minh
            zones: zones.geojson
            accounts: accounts.yaml
            http: {host: 127.0.0.1, port: \(httpPort)}
            mqtt: [{host: 127.0.0.1, port: \(brokerPort), clientId: vasscm}]
            """, "vasscm.yaml")
    }
}
