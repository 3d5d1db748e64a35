import Crypto
import Customs
import Foundation
import SimulatorKit

/// A broker and the server on loopback, in a folder of their own.
final class CentreBench: @unchecked Sendable {
    static let key = "centre-benchmark"

    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    let brokerPort: Int
    let httpPort: Int
    private let folder: URL
    private let programs: URL
    private var broker: Process?
    private var server: Process?

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("vasscm-centre-\(getpid())")
        programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        brokerPort = try Self.freePort()
        httpPort = try Self.freePort()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writeFiles()
    }

    /// Gets one path on a connection of its own.
    func get(_ path: String, headers: [String] = []) throws -> LoopbackConnection.Answer {
        try LoopbackConnection(port: httpPort).get(path, key: Self.key, headers: headers, keepsBody: true)
    }

    /// Waits until `isDone`.
    func wait(_ seconds: Double, _ what: String, until isDone: () throws -> Bool) throws {
        try Self.wait(seconds, what, until: isDone)
    }

    /// Processor time that the server has used: what others do on the machine does not count.
    var serverSeconds: Double {
        guard let server,
            let text = try? String(contentsOfFile: "/proc/\(server.processIdentifier)/stat", encoding: .utf8)
        else { return 0 }
        // Fields 14 and 15 of proc(5), counted after the name, in hundredths.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 12 ? ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100 : 0
    }

    /// Memory of the server now, in MB.
    var serverMemory: Int {
        guard let server,
            let text = try? String(contentsOfFile: "/proc/\(server.processIdentifier)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return 0 }
        return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
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
            guard server?.isRunning == true else { throw Failure("the server ended; see \(log)") }
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
                throw Failure("\(what) was not ready after \(Int(seconds)) s")
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
        guard let port else { throw Failure("no port is free on loopback") }
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
            "name":"Port","facility":"PORT","radius":500},"geometry":{"type":"Point",
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
