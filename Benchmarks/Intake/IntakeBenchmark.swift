import ArgumentParser
import BenchKit

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
    @Option var style: CountingClient.Style
    @Option var messages: Int

    func run() throws {
        let seconds = try CountingClient.drain(port: port, messages: messages, style: style)
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
        let server = try BenchServer("intake")
        defer { server.stop() }
        try server.startBroker()
        let bench = try Bench(server, seals: seals)
        print("A backlog waits in the broker; reports/s of each client:")
        try table(rounds) { try bench.backlog(messages: messages, round: $0) }
        print("\nThe same while it is being published:")
        try table(rounds) { _ in try bench.live(messages: messages) }
        guard restartAfter > 0 else { return }
        let stored = try bench.fill(to: restartAfter)
        let warm = try bench.restart(forgettingSnapshots: false)
        let cold = try bench.restart(forgettingSnapshots: true)
        print("restart with \(stored) reports in the journal: ready after \(Bench.rounded(warm)) s,")
        print("and after \(Bench.rounded(cold)) s where every snapshot is lost and all of it is folded again")
    }

    private func table(_ rounds: Int, _ measure: (Int) throws -> Bench.Rates) throws {
        print("| round | counts, plain | counts, batched | server, stores | server/plain | server/batched |")
        print("|---|---|---|---|---|---|")
        var toPlain: [Double] = []
        var toBatched: [Double] = []
        for round in 1...rounds {
            let rates = try measure(round)
            if rates.plain > 0 { toPlain.append(rates.server / rates.plain) }
            toBatched.append(rates.server / rates.batched)
            let plain = rates.plain > 0 ? "\(Int(rates.plain))" : "-"
            let ratio = toPlain.last.map(Bench.rounded) ?? "-"
            print(
                "| \(round) | \(plain) | \(Int(rates.batched)) | \(Int(rates.server)) "
                    + "| \(ratio) | \(Bench.rounded(rates.server / rates.batched)) |")
        }
        for (name, ratios) in [("plain", toPlain.sorted()), ("batched", toBatched.sorted())] where !ratios.isEmpty {
            print(
                "server/\(name): median \(Bench.rounded(ratios[ratios.count / 2])), "
                    + "from \(Bench.rounded(ratios[0])) to \(Bench.rounded(ratios[ratios.count - 1]))")
        }
    }
}

extension CountingClient.Style: ExpressibleByArgument {}
