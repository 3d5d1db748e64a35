import CongestionKit
import Customs
import Foundation
import SimulatorKit
import Testing

/// What is said of queues at border gates, against the truth of a small world; the whole is judged by the benchmark.
@Suite("Congestion")
struct CongestionTests {
    /// Reserved for this test.
    private static let seed: UInt64 = 77_005

    private static func map() throws -> RoadMap {
        let zones = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Config/zones.geojson")
        return try RoadMap(file: zones.path)
    }

    @Test("Of a gate that six in ten are seen at, queue and wait are known, and forecasts beat what is usual")
    func gate() throws {
        var world = CongestionWorld()
        world.gates = ["VNMOC"]
        world.days = 9
        world.warmUpDays = 5
        world.size = 2
        world.seed = Self.seed
        world.seenShare = 0.6
        var run = try CongestionRun(world, map: Self.map())
        var levels: Set<CongestionLevel> = []
        try run.run(seconds: { 0 }) { states, _ in
            if let state = states.first(where: { $0.gate == "VNMOC" }) { levels.insert(state.level) }
        }
        print(run.score.table, run.score.forecastTable, separator: "\n\n")
        let row = run.score.overall
        #expect(run.refused == 0)
        #expect(row.wait.count == 4 * 1440)
        #expect(row.unsaid == 0)
        #expect(!levels.contains(.unknown))
        #expect(row.vehicles.share <= CongestionScore.mostShare)
        #expect(row.wait.share <= CongestionScore.mostShare || row.wait.mean <= CongestionScore.mostWaitSeconds)
        for seconds in QueueForecast.horizons {
            let horizon = try #require(row.horizons[seconds], "\(seconds) s")
            #expect(horizon.wait.mean < horizon.asUsual.mean, "\(seconds) s")
            #expect((0.6...0.97).contains(horizon.waitCoverage), "\(seconds) s")
        }
        #expect(run.lines >= 9 * 24)
        #expect(run.scoredForecasts > 0)
    }

    @Test("Three thousand vehicles in thirty queues are all seen, and new evidence is taken in within a second")
    func scale() {
        var run = ScaleRun(vehicles: 3000, zones: 30, minutes: 2)
        let figures = run.measure { 0 }
        #expect(figures.seen >= 2970)
        #expect(figures.seen <= 3000)
        #expect(figures.longestDelaySeconds.map { $0 <= ScaleRun.Figures.mostDelaySeconds } == true)
    }
}
