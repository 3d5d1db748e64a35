import ArgumentParser
import CongestionKit
import Customs
import Foundation
import SimulatorKit

/// How well queues at border gates are measured, forecast and told.
@main
struct CongestionBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "congestion-benchmark",
        abstract: "Waits, queues, forecasts and warnings of simulated border gates against their truth.")

    @Option(help: "Days in all.")
    var days = 28

    @Option(help: "Days of them at the beginning from which the engine may learn; they are not judged.")
    var warmUp = 14

    @Option(help: "The world; use seeds here that no threshold was chosen with.")
    var seed: UInt64 = 1

    @Option(help: "Shares of vehicles that a seal or a tracker shows, each a run of its own.")
    var share = "0.2,0.6"

    @Option(help: "The gates' facility codes.")
    var gates = CongestionWorld.usualGates.joined(separator: ",")

    @Option(help: "What the gates' vehicles and capacities are multiplied with.")
    var size = 1.0

    @Option(help: "Vehicles that come on a mean day over those that the gates can pass.")
    var load = CongestionWorld().load

    @Flag(help: "Let the gates be open around the clock.")
    var alwaysOpen = false

    @Option(help: "The share of days with a surge.")
    var surges = CongestionWorld().surgeShare

    @Option(help: "The zones, with gates, queues and routes.")
    var zones = "Config/zones.geojson"

    @Flag(help: "Fail where the required figures are not reached.")
    var check = false

    @Option(help: "Write what was said and what was, minute by minute, as tab-separated lines to this file.")
    var trace: String?

    @Flag(help: "Measure 50,000 vehicles in 30 queue zones instead.")
    var scale = false

    @Option(help: "Vehicles of --scale.")
    var vehicles = 50_000

    @Option(help: "Simulated minutes of --scale.")
    var minutes = 10

    func validate() throws {
        guard (2...QueueOptions.maximumDays).contains(days) else {
            throw ValidationError("--days must be 2 to \(QueueOptions.maximumDays)")
        }
        guard (1..<days).contains(warmUp) else { throw ValidationError("--warm-up must be 1 to --days less one") }
        guard !shares.isEmpty, shares.allSatisfy({ (0.0...1).contains($0) }) else {
            throw ValidationError("--share must be numbers from 0 to 1, such as 0.2,0.6")
        }
        guard (900...900_000).contains(vehicles) else { throw ValidationError("--vehicles must be 900 to 900000") }
        guard (2...600).contains(minutes) else { throw ValidationError("--minutes must be 2 to 600") }
    }

    func run() throws {
        let shortfalls = scale ? try measureScale() : try judge()
        guard check else { return }
        shortfalls.forEach { print("Not reached: \($0)") }
        if !shortfalls.isEmpty { throw ExitCode.failure }
    }

    private var shares: [Double] { share.split(separator: ",").compactMap { Double($0) } }

    private func judge() throws -> [String] {
        let map = try RoadMap(file: zones)
        var shortfalls: [String] = []
        for share in shares {
            var world = CongestionWorld()
            world.gates = gates.split(separator: ",").map(String.init)
            world.days = days
            world.warmUpDays = warmUp
            world.seed = seed
            world.seenShare = share
            world.size = size
            world.load = load
            world.areAlwaysOpen = alwaysOpen
            world.surgeShare = surges
            var run = try CongestionRun(world, map: map)
            let trace = try self.trace.map { try TraceFile("\($0).\(Int(share * 100))", truths: run.truths) }
            try run.run(seconds: Self.seconds) { states, time in trace?.add(states, at: time) }
            trace?.close()
            print(Self.text(run, world))
            shortfalls += run.score.shortfalls.map { "share \(share): \($0)" }
        }
        return shortfalls
    }

    private func measureScale() throws -> [String] {
        var run = ScaleRun(vehicles: vehicles, zones: 30, minutes: minutes)
        let figures = run.measure(cpuSeconds: Self.cpuSeconds)
        print(figures.text)
        return figures.shortfalls
    }

    private static func text(_ run: CongestionRun, _ world: CongestionWorld) -> String {
        func tenths(_ seconds: Double) -> Double { (seconds * 10).rounded() / 10 }
        return """
            seed \(world.seed), \(Int(world.seenShare * 100)) % seen: \(world.days) days, \(world.warmUpDays) of them \
            warm-up; \(run.observations) observations, \(run.refused) refused; made in \
            \(tenths(run.generationSeconds)) s, judged in \(tenths(run.engineSeconds)) s; \
            \(run.lines) words on queues, \(run.scoredForecasts) forecasts that it scored itself

            \(run.score.table)

            \(run.score.forecastTable)

            """
    }

    private static func seconds() -> Double {
        Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    }

    /// Of this process, all threads.
    private static func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
