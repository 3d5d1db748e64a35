import ArgumentParser
import Customs
import Dispatch
import Foundation
import SimulatorKit

/// The calls that a load makes beside its reports.
struct CallOptions: ParsableArguments {
    @Option(help: "Gate events a second.")
    var gateEvents: Double?

    @Option(help: "Gate events of one call.")
    var batch = 1

    @Option(help: "Calls that come at one moment; the rate stays.")
    var burst = 1

    @Option(help: "Release checks a second, over containers known from this command's gate events.")
    var releaseChecks: Double?

    @Option(help: "Seconds that calls are made for.")
    var seconds = 10.0

    @Option(help: "The server, such as http://127.0.0.1:8080.")
    var server = "http://127.0.0.1:8080"

    @Option(help: "The key of the account that calls.")
    var key = "demo-supervisor"

    @Option(help: "The facility of the gate events and release checks.")
    var facility = "VNHPH"

    @Option(help: "Connections of the calls, at most.")
    var httpConnections = 64

    func validate() throws {
        for (name, rate) in [("--gate-events", gateEvents), ("--release-checks", releaseChecks)] {
            guard let rate else { continue }
            guard rate > 0, rate <= 100_000 else { throw ValidationError("\(name) must be above 0, at most 100000") }
        }
        guard (1...10_000).contains(batch) else { throw ValidationError("--batch must be 1 to 10000") }
        guard (1...100_000).contains(burst) else { throw ValidationError("--burst must be 1 to 100000") }
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("--seconds must be above 0, at most 86400") }
        guard (1...1024).contains(httpConnections) else {
            throw ValidationError("--http-connections must be 1 to 1024")
        }
    }

    /// Begins the calls; `nil` where none are asked for.
    func start() throws -> RunningCalls? {
        var loads: [(name: String, load: CallLoad)] = []
        if let gateEvents {
            let load = GateLoad(
                facility: facility, name: "LOAD-\(UUID().uuidString.prefix(8))",
                startsAt: Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down)), eventsPerSecond: gateEvents)
            let batch = batch
            loads.append(
                (
                    "gate events, \(batch) a call",
                    CallLoad(
                        callsPerSecond: gateEvents / Double(batch), calls: max(1, Int(gateEvents * seconds) / batch),
                        burst: burst
                    ) { load.call($0 * batch..<($0 + 1) * batch) }
                ))
        }
        if let releaseChecks {
            let facility = facility
            loads.append(
                (
                    "release checks",
                    CallLoad(
                        callsPerSecond: releaseChecks, calls: max(1, Int(releaseChecks * seconds)), burst: burst
                    ) { GateLoad.releaseCheck($0 % 1000, facility: facility) }
                ))
        }
        guard !loads.isEmpty else { return nil }
        return RunningCalls(loads, server: server, key: key, connections: httpConnections)
    }
}

/// Calls that are being made.
final class RunningCalls: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var results: [(name: String, result: CallLoadResult)] = []

    init(_ loads: [(name: String, load: CallLoad)], server: String, key: String, connections: Int) {
        let client = CallLoadClient(server: server, key: key, connections: connections)
        Task { [self] in
            var results: [(Int, String, CallLoadResult)] = []
            await withTaskGroup(of: (Int, String, CallLoadResult).self) { group in
                for (number, entry) in loads.enumerated() {
                    group.addTask { (number, entry.name, await client.run(entry.load)) }
                }
                for await result in group { results.append(result) }
            }
            await client.close()
            // Written once, before the semaphore that its one reader waits for.
            self.results = results.sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
            done.signal()
        }
    }

    /// Waits for the last answer.
    ///
    /// - Returns: whether every call was answered with success.
    func wait(printing print: (String) -> Void) throws -> Bool {
        done.wait()
        for (name, result) in results { print("\(name): \(result.text)") }
        return results.allSatisfy(\.result.isClean)
    }
}
