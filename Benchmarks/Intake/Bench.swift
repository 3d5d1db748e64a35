import Foundation

/// A broker, the server and the counting client on loopback, in a folder of their own.
final class Bench {
    private let folder: URL
    private let programs: URL
    private let brokerPort = 20_883
    private let httpPort = 20_880
    private var broker: Process?
    private var server: Process?
    private var publisher: Publisher?
    private var published = 0

    init(seals: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("vasscm-bench-\(getpid())")
        programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.writeFiles(folder, brokerPort: brokerPort, httpPort: httpPort)
        let broker = Process()
        broker.executableURL = URL(fileURLWithPath: "/usr/sbin/mosquitto")
        broker.arguments = ["-c", folder.appendingPathComponent("mosquitto.conf").path]
        broker.standardError = FileHandle(forWritingAtPath: "/dev/null")
        try broker.run()
        self.broker = broker
        do {
            try prepare(seals: seals)
        } catch {
            stop()
            throw error
        }
    }

    private func prepare(seals: Int) throws {
        let port = brokerPort
        guard broker?.isRunning ?? false else {
            throw CountingClient.Failure(description: "the broker ended; is port \(port) in use?")
        }
        try Self.wait(20, "the broker") { (try? CountingClient.register(port: port, style: .plain)) != nil }
        try CountingClient.register(port: port, style: .batched)
        publisher = try Publisher(port: brokerPort, seals: seals)
        // The server's session must exist before anything is published.
        try startServer()
        stopServer(SIGTERM)
    }

    static func rounded(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }

    /// Reports per second of each client.
    struct Rates {
        var plain = 0.0
        var batched = 0.0
        var server = 0.0
    }

    /// One backlog, waiting in the sessions of all three, drained by them in turn; the turn changes with the round.
    func backlog(messages: Int, round: Int) throws -> Rates {
        try publisher?.publish(messages)
        published += messages
        var rates = Rates()
        for place in 0..<3 {
            switch (place + round) % 3 {
            case 0: rates.plain = try drainByCounter(messages, .plain)
            case 1: rates.batched = try drainByCounter(messages, .batched)
            default: rates.server = try drainByServer(messages)
            }
        }
        return rates
    }

    /// The same while the messages are being published, as on a busy day: publisher, broker and client share the machine.
    /// From the first publication to the last message drained.
    func live(messages: Int) throws -> Rates {
        var rates = Rates()
        let counter = try startCounter(messages, .batched)
        rates.batched = try publishing(messages) { _ = try self.rate(of: counter, messages) }
        _ = try drainByCounter(messages, .plain)
        _ = try drainByServer(messages)

        try startServer()
        let before = storedReports()
        rates.server = try publishing(messages) {
            let limit = CountingClient.now() + 300
            while storedReports() - before < messages, CountingClient.now() < limit { usleep(5000) }
        }
        stopServer(SIGTERM)
        for style in CountingClient.Style.allCases { _ = try drainByCounter(messages, style) }
        return rates
    }

    private func publishing(_ messages: Int, untilDrained: () throws -> Void) throws -> Double {
        let start = CountingClient.now()
        try publisher?.publish(messages)
        published += messages
        try untilDrained()
        return Double(messages) / (CountingClient.now() - start)
    }

    /// Publishes and stores until the journal holds `total` reports, and kills the server.
    func fill(to total: Int) throws -> Int {
        while published < total {
            let more = min(200_000, total - published)
            try publisher?.publish(more)
            published += more
            _ = try drainByServer(more)
            for style in CountingClient.Style.allCases { _ = try drainByCounter(more, style) }
        }
        try startServer()
        stopServer(SIGKILL)
        return published
    }

    /// Seconds from the start of the process to its readiness.
    func restart(forgettingSnapshots: Bool) throws -> Double {
        if forgettingSnapshots {
            try run(
                "/usr/bin/sqlite3", [folder.appendingPathComponent("data/vasscm.sqlite").path, "DELETE FROM snapshot"])
        }
        let started = CountingClient.now()
        try startServer()
        let seconds = CountingClient.now() - started
        stopServer(SIGKILL)
        return seconds
    }

    func stop() {
        stopServer(SIGTERM)
        if let broker, broker.isRunning {
            broker.terminate()
            broker.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private func drainByCounter(_ messages: Int, _ style: CountingClient.Style) throws -> Double {
        try rate(of: try startCounter(messages, style), messages)
    }

    private func startCounter(_ messages: Int, _ style: CountingClient.Style) throws -> (Process, Pipe) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [
            "count", "--port", "\(brokerPort)", "--style", style.rawValue, "--messages", "\(messages)",
        ]
        process.standardOutput = pipe
        try process.run()
        return (process, pipe)
    }

    private func rate(of counter: (Process, Pipe), _ messages: Int) throws -> Double {
        let output = String(decoding: counter.1.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        counter.0.waitUntilExit()
        guard let seconds = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CountingClient.Failure(description: "the counting client said “\(output)”")
        }
        return Double(messages) / seconds
    }

    private func drainByServer(_ messages: Int) throws -> Double {
        try startServer(waitUntilReady: false)
        defer { stopServer(SIGTERM) }
        return try serverRate(messages, from: 0)
    }

    /// From the first report that is stored to the last, by the server's own count.
    private func serverRate(_ messages: Int, from before: Int) throws -> Double {
        var first: (time: Double, count: Int)?
        let limit = CountingClient.now() + 300
        while CountingClient.now() < limit {
            let count = storedReports() - before
            let time = CountingClient.now()
            if count >= messages, let first { return Double(count - first.count) / (time - first.time) }
            if count > 0, first == nil { first = (time, count) }
            // Often enough for a hundredth of the whole, and too seldom to weigh on the server.
            usleep(20_000)
        }
        throw CountingClient.Failure(
            description: "the server stored \(storedReports()) of \(messages) reports in 300 s")
    }

    private func storedReports() -> Int {
        let text = get("/metrics")
        for line in text.split(separator: "\n") where line.hasPrefix("vasscm_reports_stored_total ") {
            return Int(line.split(separator: " ")[1]) ?? 0
        }
        return 0
    }

    /// An HTTP answer, empty while nobody answers. A plain socket: it is asked every few milliseconds.
    private func get(_ path: String) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(httpPort).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "" }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else { return "" }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while case let count = read(descriptor, &piece, piece.count), count > 0 { answer += piece.prefix(count) }
        return String(decoding: answer, as: UTF8.self)
    }

    private func startServer(waitUntilReady: Bool = true) throws {
        let process = Process()
        process.executableURL = programs.appendingPathComponent("vasscm")
        process.arguments = [
            "serve", "--config", folder.appendingPathComponent("vasscm.yaml").path, "--log-level", "error",
        ]
        try process.run()
        server = process
        guard waitUntilReady else { return }
        try Self.wait(120, "the server") { get("/readyz").contains("\":\"ok\",\"pipeline\":\"ok\"") }
    }

    private func stopServer(_ signal: Int32) {
        guard let server, server.isRunning else { return }
        kill(server.processIdentifier, signal)
        server.waitUntilExit()
        self.server = nil
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
    }

    private static func wait(_ seconds: Double, _ what: String, until isDone: () -> Bool) throws {
        let limit = CountingClient.now() + seconds
        while !isDone() {
            guard CountingClient.now() < limit else {
                throw CountingClient.Failure(description: "\(what) was not ready after \(Int(seconds)) s")
            }
            usleep(10_000)
        }
    }

    private static func writeFiles(_ folder: URL, brokerPort: Int, httpPort: Int) throws {
        try """
        listener \(brokerPort) 127.0.0.1
        allow_anonymous true
        persistence false
        max_inflight_messages 0
        max_queued_messages 0
        set_tcp_nodelay true
        """.write(to: folder.appendingPathComponent("mosquitto.conf"), atomically: true, encoding: .utf8)
        try """
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"port","kind":"seaport",
        "name":"Port","facility":"PORT","radius":500},"geometry":{"type":"Point","coordinates":[106.6,20.8]}}]}
        """.write(to: folder.appendingPathComponent("zones.geojson"), atomically: true, encoding: .utf8)
        try "[]".write(to: folder.appendingPathComponent("accounts.yaml"), atomically: true, encoding: .utf8)
        try """
        dataDirectory: data
        zones: zones.geojson
        accounts: accounts.yaml
        http: {host: 127.0.0.1, port: \(httpPort)}
        mqtt: [{host: 127.0.0.1, port: \(brokerPort), clientId: vasscm}]
        """.write(to: folder.appendingPathComponent("vasscm.yaml"), atomically: true, encoding: .utf8)
    }
}
