import ArgumentParser
import BenchKit
import Dispatch
import Foundation
import SimulatorKit

/// How fast gate events and release checks are answered, beside seals that report all the while.
@main
struct PortBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port-benchmark",
        abstract: "Gate events, release checks, large CODECO files and repeated event ids, beside reports of seals.")

    @Option(help: "Seconds of the sustained load.")
    var seconds = 60

    @Option(help: "Seconds of each burst.")
    var burstSeconds = 10

    @Option(help: "Seal reports a second beside them.")
    var reports = 5000

    @Option(help: "Containers known to the release check.")
    var containers = 1_000_000

    @Option(name: .customLong("only"), help: "Measure this part only: sustained, bursts, release, codeco, same-id.")
    var only: [Part] = []

    enum Part: String, CaseIterable, ExpressibleByArgument {
        case sustained, bursts, release, codeco
        case sameID = "same-id"
    }

    func validate() throws {
        guard (1...3600).contains(seconds), (1...600).contains(burstSeconds) else {
            throw ValidationError("--seconds must be 1 to 3600, --burst-seconds 1 to 600")
        }
        guard (1...100_000).contains(reports) else { throw ValidationError("--reports must be 1 to 100000") }
        guard (10_000...1_000_000).contains(containers) else {
            throw ValidationError("--containers must be 10000 to 1000000")
        }
    }

    /// On the main thread, as broker and server ask for.
    func run() throws {
        let server = try BenchServer("port")
        defer { server.stop() }
        try server.startBroker()
        try server.startServer()
        let bench = PortBench(server, reportsPerSecond: reports)
        let outcome = Outcome()
        let done = DispatchSemaphore(value: 0)
        Task {
            do {
                try await measure(bench)
            } catch {
                outcome.error = error
            }
            await bench.client.close()
            await bench.yardstick.close()
            done.signal()
        }
        done.wait()
        if let error = outcome.error { throw error }
    }

    /// Written before the semaphore that its one reader waits for.
    private final class Outcome: @unchecked Sendable { var error: (any Error)? }

    private func measure(_ bench: PortBench) async throws {
        var table = FigureTable()
        for part in only.isEmpty ? Part.allCases : only {
            switch part {
            case .sustained: try await bench.sustained(seconds: seconds, into: &table)
            case .bursts: try await bench.bursts(seconds: burstSeconds, into: &table)
            case .release: try await bench.releaseChecks(containers: containers, into: &table)
            case .codeco: try await bench.largeMessage(into: &table)
            case .sameID: try await bench.sameID(into: &table)
            }
        }
        print(table.text)
    }
}
