import Customs
import Ledger
import Testing

@Suite("How good forecasts were")
struct ForecastScoreTests {
    private func scores(
        _ scored: [ScoredForecast], gate: String? = nil, range: TimeRange = TimeRange()
    ) async throws -> [ForecastScore] {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        _ = try ledger.commit(.make(scored.enumerated().map { .scored(Int64($0 + 1), $1) }))
        return try await ledger.forecastScores(gate: gate, range: range)
    }

    @Test("Errors are means over the same forecasts, and coverage counts both ends of the interval as within")
    func means() async throws {
        let found = try await scores([
            .make(made: 0, wait: 700, vehicles: 25, asNow: 400, asUsual: 1000),
            .make(made: 60, wait: 700.5, vehicles: 26, asNow: 700.5, asUsual: 600.5),
            .make(made: 120, wait: 500, vehicles: 15, asNow: 600, asUsual: 0),
            .make(made: 180, wait: 600, vehicles: nil, asNow: 600, asUsual: 600),
        ])
        let score = try #require(found.first)
        #expect(found.count == 1)
        #expect(score.gate == "HUUNGHI" && score.horizonSeconds == 900 && score.count == 4)
        #expect(score.waitError == 75.125)  // 100, 100.5, 100, 0
        #expect(score.waitErrorAsNow == 100)  // 300, 0, 100, 0
        #expect(score.waitErrorAsUsual == 225)  // 300, 100, 500, 0
        #expect(score.waitCoverage == 0.75)
        #expect(score.vehiclesError == 16.0 / 3)
        #expect(score.vehiclesCoverage == 2.0 / 3)
    }

    @Test("Where at least half have an “as usual”, only these are compared; where fewer have, it is left out")
    func usual() async throws {
        let half = try await scores([
            .make(made: 0, wait: 650, asNow: 800, asUsual: 600), .make(made: 60, wait: 1600, asUsual: nil),
        ])
        #expect(half.map(\.count) == [1])
        #expect(half.map(\.waitError) == [50] && half.map(\.waitErrorAsNow) == [150])
        #expect(half.map(\.waitErrorAsUsual) == [50] && half.map(\.waitCoverage) == [1])
        let fewer = try await scores([
            .make(made: 0, wait: 650, asNow: 800, asUsual: 600), .make(made: 60, wait: 1600, asUsual: nil),
            .make(made: 120, wait: 600, asUsual: nil),
        ])
        #expect(fewer.map(\.count) == [3])
        #expect(fewer.map(\.waitError) == [350] && fewer.map(\.waitErrorAsUsual) == [nil])
        #expect(fewer.map(\.waitCoverage) == [2.0 / 3])
    }

    @Test("A wait that nothing told is no error, and without any there is none")
    func unknown() async throws {
        let found = try await scores([
            .make(made: 0, wait: nil, vehicles: 22), .make(made: 60, wait: nil, vehicles: nil),
        ])
        var expected = ForecastScore(gate: "HUUNGHI", horizonSeconds: 900, count: 0)
        expected.vehiclesError = 2
        expected.vehiclesCoverage = 1
        #expect(found == [expected])
        #expect(try await scores([]).isEmpty)
    }

    @Test("They come by gate and horizon, for one gate or all, of forecasts made in the range")
    func series() async throws {
        let scored = ["TANTHANH", "HUUNGHI", "A"].flatMap { gate in
            [43_200, 900, 3600.0].flatMap { horizon in
                (0..<4).map { ScoredForecast.make(gate, made: Double($0) * 60, horizon: horizon) }
            }
        }
        let all = try await scores(scored)
        #expect(
            all.map(\.gate) == ["A", "A", "A", "HUUNGHI", "HUUNGHI", "HUUNGHI", "TANTHANH", "TANTHANH", "TANTHANH"])
        #expect(all.prefix(3).map(\.horizonSeconds) == [900, 3600, 43_200])
        #expect(all.allSatisfy { $0.count == 4 })
        let one = try await scores(scored, gate: "HUUNGHI", range: TimeRange(from: time(60), to: time(180)))
        #expect(one.map(\.gate) == Array(repeating: "HUUNGHI", count: 3))
        #expect(one.allSatisfy { $0.count == 2 })
        #expect(try await scores(scored, gate: "NOWHERE").isEmpty)
        #expect(try await scores(scored, range: TimeRange(from: time(999))).isEmpty)
    }

    @Test("A forecast scored again counts once, by its last word")
    func again() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        _ = try ledger.commit(.make([.scored(1, .make(wait: 900))]))
        _ = try ledger.commit(.make([.scored(2, .make(wait: 620))]))
        let found = try await ledger.forecastScores()
        #expect(found.map(\.count) == [1] && found.map(\.waitError) == [20])
        #expect(try await ledger.rowCounts()["forecast_score"] == 1)
    }

    @Test("They are kept for a quarter")
    func retention() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        var effects: [Effect] = [.scored(1, .make("SILENT"))]
        for day in 0..<100 { effects.append(.scored(Int64(day + 2), .make(made: Double(day) * 86_400))) }
        _ = try ledger.commit(.make(effects))
        let found = try await ledger.forecastScores()
        #expect(found.map(\.gate) == ["HUUNGHI", "SILENT"] && found.map(\.count) == [93, 1])
        #expect(try await ledger.rowCounts()["forecast_score"] == 94)
    }
}
