import ArgumentParser
import BenchKit
import Foundation

/// How fast the monitoring centre answers, and how many may watch it.
@main
struct CentreBenchmark: ParsableCommand {
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case files, track, positions, stream
    }

    static let configuration = CommandConfiguration(
        commandName: "centre-benchmark",
        abstract: "Tracks, positions, the event stream and the console's files of a server with a real broker.")

    @Option(help: "Only these parts: files, track, positions, stream.")
    var only: [Part] = []

    @Option(help: "Requests of each kind.")
    var rounds = 31

    @Option(help: "Reports of the track, 30 s apart.")
    var points = 86_400

    @Option(help: "Seals on the map.")
    var seals = 100_000

    @Option(help: "Clients of the stream, and how many of them never read.")
    var clients = 1000

    @Option(help: "Clients that never read.")
    var slow = 100

    @Option(help: "Reports a second while they watch.")
    var rate = 700

    @Option(help: "Seconds that they watch.")
    var seconds = 90

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let server = try BenchServer("centre")
        defer { server.stop() }
        try server.startBroker()
        try server.startServer()
        let bench = CentreBench(server: server)
        var table = FigureTable()
        for part in Part.allCases where only.isEmpty || only.contains(part) {
            switch part {
            case .files: try bench.files(into: &table)
            case .track: try bench.track(points: points, rounds: rounds, into: &table)
            case .positions: try bench.positions(seals: seals, rounds: rounds, into: &table)
            case .stream:
                try bench.stream(clients: clients, slow: slow, rate: rate, seconds: seconds, into: &table)
            }
        }
        print(table.text)
    }
}
