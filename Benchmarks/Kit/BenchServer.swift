import Crypto
import Customs
package import Foundation
package import SimulatorKit

/// A broker and the server on loopback, in a folder of their own.
///
/// Started and ended on the main thread: a child inherits its parent's signal mask, and those of the concurrency pool's
/// threads block the signal that is to end it.
package final class BenchServer: @unchecked Sendable {
    /// The one facility that is configured.
    package static let facility = "PORT"
    /// The key of the one account, a supervisor.
    package static let key = "benchmark-key"

    package let brokerPort: Int
    package let httpPort: Int
    package let folder: URL
    private let programs: URL
    private var brokerProcess: Process?
    private var server: Process?

    /// - Parameter name: a word for the folder.
    package init(_ name: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("vasscm-\(name)-\(getpid())")
        programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        brokerPort = try Self.freePort()
        httpPort = try Self.freePort()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writeFiles()
    }

    package var broker: MQTTAddress { MQTTAddress(host: "127.0.0.1", port: Int32(brokerPort)) }

    // MARK: Processes

    package func startBroker() throws {
        brokerProcess = try run("/usr/sbin/mosquitto", ["-c", folder.appendingPathComponent("mosquitto.conf").path])
        try Self.wait(20, "the broker") { (try? LoopbackConnection(port: brokerPort)) != nil }
    }

    /// Starts the server, and waits until it is ready where that is asked for.
    package func startServer(waitUntilReady: Bool = true) throws {
        let log = folder.appendingPathComponent("server.log").path
        try Data().write(to: URL(fileURLWithPath: log))
        server = try run(
            programs.appendingPathComponent("vasscm").path,
            ["serve", "--config", folder.appendingPathComponent("vasscm.yaml").path, "--log-level", "error"], log: log)
        guard waitUntilReady else { return }
        try Self.wait(120, "the server; \(log) may say why") {
            guard server?.isRunning == true else { throw BenchFailure("the server ended; see \(log)") }
            return (try? get("/readyz"))?.status == 200
        }
    }

    package func stopServer(_ signal: Int32 = SIGTERM) {
        guard let server, server.isRunning else { return }
        kill(server.processIdentifier, signal)
        server.waitUntilExit()
    }

    /// Ends what was started, and removes the folder.
    package func stop() {
        stopServer()
        if let broker = brokerProcess, broker.isRunning {
            broker.terminate()
            broker.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

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

    /// Waits until `isDone`, which is asked a hundred times a second.
    package static func wait(_ seconds: Double, _ what: String, until isDone: () throws -> Bool) throws {
        let limit = Pace.system.now() + seconds
        while try !isDone() {
            guard Pace.system.now() < limit else {
                throw BenchFailure("\(what) was not ready after \(Int(seconds)) s")
            }
            usleep(10_000)
        }
    }
}

// MARK: What the server says and takes

extension BenchServer {
    /// Gets one path on a connection of its own.
    package func get(_ path: String, headers: [String] = []) throws -> LoopbackConnection.Answer {
        try LoopbackConnection(port: httpPort).get(path, key: Self.key, headers: headers, keepsBody: true)
    }

    /// The value of a metric without labels, 0 where the server has none of that name or does not answer.
    package func metric(_ name: String) -> Int {
        guard let body = try? get("/metrics").body else { return 0 }
        for line in String(decoding: body, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name + " ") {
            return Int(line.dropFirst(name.count + 1)) ?? 0
        }
        return 0
    }

    /// Memory of the server in MB: now, and at most so far.
    package var memory: (now: Int, most: Int) {
        let lines = process("status").split(separator: "\n")
        func value(_ name: String) -> Int {
            let line = lines.first { $0.hasPrefix(name) }
            return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
        }
        return (value("VmRSS:"), value("VmHWM:"))
    }

    /// Processor time that the server has used: what others do on the machine does not count.
    package var processorSeconds: Double {
        // Fields 14 and 15 of proc(5), counted after the name, in hundredths.
        let fields = process("stat").split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 12 ? ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100 : 0
    }

    private func process(_ file: String) -> String {
        guard let server else { return "" }
        return (try? String(contentsOfFile: "/proc/\(server.processIdentifier)/\(file)", encoding: .utf8)) ?? ""
    }
}

// MARK: Files and ports

extension BenchServer {
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
        let digest = SHA256.hash(data: Data(Self.key.utf8)).hexadecimal
        try write("- {name: bench, role: supervisor, keySHA256: \(digest)}\n", "accounts.yaml")
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

    /// A port on loopback that nobody listens on now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard code == 0 else { throw BenchFailure("no port is free on loopback: errno \(errno)") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
