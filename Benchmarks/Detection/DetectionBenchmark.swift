import ArgumentParser
import Customs
import DetectionKit
import Foundation
import SimulatorKit

/// How well the rules find what happens to simulated transits, and what they make up.
@main
struct DetectionBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detection-benchmark",
        abstract: "Precision, recall, delay and false alerts by rule, over simulated transits with known truth.")

    @Option(help: "Transits that are judged.")
    var transits = 1000

    @Option(help: "The world; use seeds here that no threshold was chosen with.")
    var seed: UInt64 = 1

    @Option(help: "Days before, from which the engine may learn.")
    var warmUpDays = 4

    @Option(help: "Yards that are judged beside the transits, each with every anomaly of a yard once.")
    var yards = 20

    @Option(help: "The zones, with their routes.")
    var zones = "Config/zones.geojson"

    @Option(name: .customLong("only"), help: "Judge this rule only; repeatable.")
    var only: [String] = []

    @Flag(help: "Fail where the required figures are not reached.")
    var check = false

    func validate() throws {
        guard (1...10_000).contains(transits) else { throw ValidationError("--transits must be 1 to 10000") }
        guard (0...100).contains(warmUpDays) else { throw ValidationError("--warm-up-days must be 0 to 100") }
        guard (0...1000).contains(yards) else { throw ValidationError("--yards must be 0 to 1000") }
        for name in only where RuleCode(rawValue: name) == nil {
            throw ValidationError("--only: there is no rule \(name)")
        }
    }

    func run() throws {
        let map = try RoadMap(file: zones)
        var world = DetectionWorld()
        world.transits = transits
        world.seed = seed
        world.warmUpDays = warmUpDays
        let rules = only.isEmpty ? DetectionScore.simulatedRules : only.compactMap(RuleCode.init(rawValue:))
        var run = DetectionRun(map: map, rules: rules)
        try run.run(world, map: map, seconds: Self.seconds)
        print(Self.text(run, seed: seed))
        var yardRun = YardRun()
        try yardRun.run(days: yards, seed: seed, map: map)
        if yards > 0 { print(Self.text(yardRun, yards: yards)) }
        guard check else { return }
        let shortfalls = run.score.shortfalls + (yards > 0 ? yardRun.score.yardShortfalls : [])
        shortfalls.forEach { print("Not reached: \($0)") }
        if !shortfalls.isEmpty { throw ExitCode.failure }
    }

    private static func text(_ run: DetectionRun, seed: UInt64) -> String {
        let score = run.score
        let made = (run.generationSeconds * 10).rounded() / 10
        let engine = (run.engineSeconds * 10).rounded() / 10
        return """
            seed \(seed): \(score.transits) transits, \(Int(score.transitHours)) transit-hours, \
            \(run.reports) reports with the warm-up; made in \(made) s, judged in \(engine) s

            \(score.table)

            \(score.innocentTable)

            Parked on a fence: \(run.fenceChanges.count) lorries, at most \
            \(run.fenceChanges.max() ?? 0) transitions each.

            \(score.problemText)
            """
    }

    private static func text(_ run: YardRun, yards: Int) -> String {
        """

        \(yards) yards, \(run.containers) containers; refused: \(run.refusals.count)

        \(run.score.table)

        \(run.score.innocentTable)

        \(run.score.problemText)
        """
    }

    private static func seconds() -> Double {
        Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    }
}
