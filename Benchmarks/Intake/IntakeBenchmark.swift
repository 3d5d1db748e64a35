import ArgumentParser
import Foundation

/// Measures how fast the server drains a broker, beside a client that only counts; and how soon it is ready again.
@main
struct IntakeBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake-benchmark",
        abstract: "Drain the same broker with a client that only counts and with the server, in turn.",
        subcommands: [Run.self, Count.self], defaultSubcommand: Run.self)
}

/// The client that only counts, as a process of its own, as the server is.
struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Count messages of a session (run by the benchmark).")

    @Option var port: Int
    @Option var session: String
    @Option var messages: Int

    func run() throws {
        let seconds = try CountingClient.drain(port: port, session: session, messages: messages)
        print(seconds)
    }
}

/// The measurement.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measure and print a table.")

    @Option(help: "Reports that wait in the broker in each round.")
    var messages = 200_000

    @Option(help: "Rounds; the ratio quoted is the median.")
    var rounds = 5

    @Option(help: "Seals that send them.")
    var seals = 1000

    @Option(help: "Reports in the journal before the restart is timed; 0 leaves it out.")
    var restartAfter = 1_000_000

    func run() throws {
        let bench = try Bench(seals: seals)
        defer { bench.stop() }
        print("| round | counting client, reports/s | server with storage, reports/s | ratio |")
        print("|---|---|---|---|")
        var ratios: [Double] = []
        for round in 1...rounds {
            let (counting, server) = try bench.round(messages: messages, serverFirst: round % 2 == 0)
            ratios.append(server / counting)
            print("| \(round) | \(Int(counting)) | \(Int(server)) | \(Bench.rounded(server / counting)) |")
        }
        ratios.sort()
        print(
            "ratio: median \(Bench.rounded(ratios[ratios.count / 2])), from \(Bench.rounded(ratios[0])) to \(Bench.rounded(ratios[ratios.count - 1]))"
        )
        guard restartAfter > 0 else { return }
        let stored = try bench.fill(to: restartAfter)
        let warm = try bench.restart(forgettingSnapshots: false)
        let cold = try bench.restart(forgettingSnapshots: true)
        print("restart with \(stored) reports in the journal: ready after \(Bench.rounded(warm)) s,")
        print("and after \(Bench.rounded(cold)) s where every snapshot is lost and all of it is folded again")
    }
}
