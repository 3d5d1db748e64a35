import BenchKit
import Foundation
import SimulatorKit

/// The server and the counting client, in turn at the same broker.
final class Bench {
    private let server: BenchServer
    private let publisher: Publisher
    private var published = 0

    /// On a server whose broker runs; sessions are opened before anything is published, the server's among them.
    init(_ server: BenchServer, seals: Int) throws {
        self.server = server
        for style in CountingClient.Style.allCases {
            try CountingClient.register(port: server.brokerPort, style: style)
        }
        publisher = try Publisher(port: server.brokerPort, seals: seals)
        try server.startServer()
        server.stopServer()
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
        try publisher.publish(messages)
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

        try server.startServer()
        let before = storedReports()
        rates.server = try publishing(messages) {
            let limit = Pace.system.now() + 300
            while storedReports() - before < messages, Pace.system.now() < limit { usleep(5000) }
        }
        server.stopServer()
        for style in CountingClient.Style.allCases { _ = try drainByCounter(messages, style) }
        return rates
    }

    private func publishing(_ messages: Int, untilDrained: () throws -> Void) throws -> Double {
        let start = Pace.system.now()
        try publisher.publish(messages)
        published += messages
        try untilDrained()
        return Double(messages) / (Pace.system.now() - start)
    }

    /// Publishes and stores until the journal holds `total` reports, and kills the server.
    func fill(to total: Int) throws -> Int {
        while published < total {
            let more = min(200_000, total - published)
            try publisher.publish(more)
            published += more
            _ = try drainByServer(more)
            for style in CountingClient.Style.allCases { _ = try drainByCounter(more, style) }
        }
        try server.startServer()
        server.stopServer(SIGKILL)
        return published
    }

    /// Seconds from the start of the process to its readiness.
    func restart(forgettingSnapshots: Bool) throws -> Double {
        if forgettingSnapshots {
            try run(
                "/usr/bin/sqlite3",
                [server.folder.appendingPathComponent("data/vasscm.sqlite").path, "DELETE FROM snapshot"])
        }
        let started = Pace.system.now()
        try server.startServer()
        let seconds = Pace.system.now() - started
        server.stopServer(SIGKILL)
        return seconds
    }

    private func drainByCounter(_ messages: Int, _ style: CountingClient.Style) throws -> Double {
        try rate(of: try startCounter(messages, style), messages)
    }

    private func startCounter(_ messages: Int, _ style: CountingClient.Style) throws -> (Process, Pipe) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [
            "count", "--port", "\(server.brokerPort)", "--style", style.rawValue, "--messages", "\(messages)",
        ]
        process.standardOutput = pipe
        try process.run()
        return (process, pipe)
    }

    private func rate(of counter: (Process, Pipe), _ messages: Int) throws -> Double {
        let output = String(decoding: counter.1.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        counter.0.waitUntilExit()
        guard let seconds = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchFailure("the counting client said “\(output)”")
        }
        return Double(messages) / seconds
    }

    private func drainByServer(_ messages: Int) throws -> Double {
        try server.startServer(waitUntilReady: false)
        defer { server.stopServer() }
        return try serverRate(messages, from: 0)
    }

    /// From the first report that is stored to the last, by the server's own count.
    private func serverRate(_ messages: Int, from before: Int) throws -> Double {
        var first: (time: Double, count: Int)?
        let limit = Pace.system.now() + 300
        while Pace.system.now() < limit {
            let count = storedReports() - before
            let time = Pace.system.now()
            if count >= messages, let first { return Double(count - first.count) / (time - first.time) }
            if count > 0, first == nil { first = (time, count) }
            // Often enough for a hundredth of the whole, and too seldom to weigh on the server.
            usleep(20_000)
        }
        throw BenchFailure(
            "the server stored \(storedReports()) of \(messages) reports in 300 s")
    }

    private func storedReports() -> Int { server.metric("vasscm_reports_stored_total") }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
    }
}
