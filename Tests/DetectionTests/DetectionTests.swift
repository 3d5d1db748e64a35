import Customs
import DetectionKit
import Foundation
import SimulatorKit
import Testing

/// What the rules find, and make up, on a thousand simulated transits with a seed that nothing was tuned with.
@Suite("Detection")
struct DetectionTests {
    /// Reserved for this test.
    private static let seed: UInt64 = 77_001

    static func map() throws -> RoadMap {
        let zones = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Config/zones.geojson")
        return try RoadMap(file: zones.path)
    }

    private static func run(_ world: DetectionWorld) throws -> DetectionRun {
        let map = try map()
        var run = DetectionRun(map: map)
        try run.run(world, map: map) { 0 }
        return run
    }

    @Test("A thousand transits: what happens is found, little is made up, and nobody flaps on a fence")
    func thousand() throws {
        var world = DetectionWorld()
        world.seed = Self.seed
        world.transits = 1000
        let run = try Self.run(world)
        let score = run.score
        print(score.table, score.innocentTable, score.problemText, separator: "\n\n")

        #expect(score.transits >= 1000)
        #expect(score.overall.precision >= 0.98)
        #expect(score.overall.recall >= 0.98)
        #expect(score.falsePerThousandHours(score.overall) < 1)
        for rule in score.rules {
            let row = try #require(score.rows[rule], "\(rule.rawValue) was not tried")
            #expect(row.truths >= 20, "\(rule.rawValue)")
            #expect(row.recall >= 0.95, "\(rule.rawValue)")
        }
        #expect(score.rules.count == 29)
        #expect(score.shortfalls.isEmpty)

        // Two to twelve hours on the edge of a zone, with a receiver's error of 30 m.
        #expect(run.fenceChanges.count >= 20)
        #expect(run.fenceChanges.allSatisfy { $0 <= 1 })
        let kinds = Set(score.innocents.keys.map(\.rawValue))
        #expect(kinds.isSuperset(of: HardInnocent.allCases.map(\.rawValue)))
    }

    @Test("Twenty yards: each rule of the port finds what happens, and takes no innocent for it")
    func yards() throws {
        var run = YardRun()
        try run.run(days: 20, seed: Self.seed, map: Self.map())
        let score = run.score
        print(score.table, score.innocentTable, score.problemText, separator: "\n\n")

        #expect(run.refusals.isEmpty)
        #expect(run.containers == 5000)
        #expect(score.yardShortfalls.isEmpty)
        #expect(score.rules.count == 6)
        for rule in score.rules {
            let row = try #require(score.rows[rule], "\(rule.rawValue) was not tried")
            #expect(row.truths >= 20 && row.recall >= 0.95, "\(rule.rawValue)")
        }
        let kinds = Set(score.innocents.keys.map(\.rawValue))
        #expect(kinds.isSuperset(of: YardInnocent.allCases.map(\.rawValue)))
    }

    @Test("The same seed gives the same table, to the last figure")
    func deterministic() throws {
        var world = DetectionWorld()
        world.seed = Self.seed &+ 1
        world.transits = 80
        world.warmUpDays = 1
        let (first, second) = (try Self.run(world), try Self.run(world))
        #expect(first.score.table == second.score.table)
        #expect(first.score.innocentTable == second.score.innocentTable)
        #expect(first.score.problems == second.score.problems)
        #expect(first.fenceChanges == second.fenceChanges)
        #expect(first.reports == second.reports)
        world.seed &+= 1
        #expect(try Self.run(world).reports != first.reports)
    }

    @Test("What is not reached is named: too few transits, a rule not tried, a recall too low")
    func shortfalls() {
        let none = DetectionScore()
        #expect(none.shortfalls.contains("0 transits of 1000"))
        #expect(none.shortfalls.contains("overspeed: tried 0 times"))
        #expect(
            DetectionScore(rules: DetectionScore.yardRules).yardShortfalls.contains("storage-overdue: tried 0 times"))
    }
}
