import Customs
import SimulatorKit
import Testing

/// Judging what was said of queues.
@Suite("Congestion score")
struct QueueScoreTests {
    private static func truth() throws -> QueueTruth {
        let noon = QueueOptions.usualStart.advanced(bySeconds: 86_400 + 9 * 3600)
        var gate = QueueGateOptions(gate: "HUUNGHI")
        gate.dropsPerDay = 0
        gate.closuresPerDay = 0
        gate.interruptions = [
            QueueInterruption(kind: .closure, startsAt: noon, endsAt: noon.advanced(bySeconds: 7200))
        ]
        gate.surges = [
            QueueSurge(startsAtSeconds: 86_400 + 4 * 3600, buildSeconds: 7200, holdSeconds: 28_800, factor: 3)
        ]
        gate.limits = CongestionLimits(vehicles: [200, 300, 450])
        var options = QueueOptions(gates: [gate], seed: 9)
        options.days = 3
        return try QueueSeries(options, map: Fixtures.map()).truths[0]
    }

    /// What one who knew everything would say.
    private static func perfect(_ truth: QueueTruth, _ minute: Int) -> GateCongestion {
        var state = GateCongestion(
            at: truth.time(minute: minute), gate: truth.gate, kind: .borderGate, name: "", nameVi: "")
        state.vehiclesWaiting = truth.vehiclesWaiting[minute]
        state.waitSeconds = truth.waitSeconds[minute]
        state.level = truth.level(minute: minute)
        state.isOpenByCalendar = truth.isOpen[minute]
        state.isOpen = truth.isOpen[minute]
        if truth.isOpen[minute], truth.capacityPerHour[minute] == 0 {
            state.flow = .stopped
            state.isOpen = false
        }
        for seconds in QueueForecast.horizons {
            let then = minute + Int(seconds / 60)
            guard then < truth.minutes, let wait = truth.waitSeconds[then] else { continue }
            let queue = Double(truth.vehiclesWaiting[then])
            state.forecast.append(
                QueueForecast(
                    at: truth.time(minute: then), horizonSeconds: seconds, level: truth.level(minute: then),
                    vehiclesWaiting: Quantiles(p10: queue - 1, p50: queue, p90: queue + 1),
                    waitSeconds: Quantiles(p10: wait - 60, p50: wait, p90: wait + 60)))
        }
        return state
    }

    private static func score(
        _ truth: QueueTruth, change: (inout GateCongestion, Int) -> Void = { _, _ in }
    ) -> CongestionScore {
        var score = CongestionScore(truths: [truth], warmUpDays: 1)
        for minute in 0..<truth.minutes {
            var state = perfect(truth, minute)
            change(&state, minute)
            score.read(state, at: truth.time(minute: minute))
        }
        score.finish()
        return score
    }

    @Test("Who says the truth has no error, tells the closure at once and red an hour before, and makes nothing up")
    func perfect() throws {
        let truth = try Self.truth()
        let row = Self.score(truth).overall
        #expect(row.wait.count == 2 * 1440)
        #expect(row.wait.mean == 0)
        #expect(row.vehicles.share == 0)
        #expect(row.rightLevels == 2 * 1440)
        #expect(row.interruptions == CongestionScore.Told(truths: 1, told: 1, falseOnes: 0, minutes: [0]))
        #expect(row.reds.truths >= 1)
        #expect(row.reds.told == row.reds.truths)
        #expect(row.reds.falseOnes == 0)
        let hour = try #require(row.horizons[3600])
        #expect(hour.wait.mean == 0)
        #expect(hour.asNow.mean > 0)
        #expect(hour.asUsual.mean > 0)
        #expect(hour.waitCoverage == 1)
        // Only that everything is in an interval that promises four fifths is not as required.
        #expect(Self.score(truth).shortfalls.allSatisfy { $0.contains("interval") })
    }

    @Test("Errors are means over the scored days, and a wait that is not said counts as none")
    func errors() throws {
        let truth = try Self.truth()
        let score = Self.score(truth) { state, minute in
            state.vehiclesWaiting = state.vehiclesWaiting.map { $0 + 10 }
            if minute >= 2 * 1440 {
                state.waitSeconds = nil
            } else {
                state.waitSeconds = state.waitSeconds.map { $0 + 60 }
            }
        }
        let row = score.overall
        #expect(row.vehicles.mean == 10)
        #expect(row.unsaid == 1440)
        let last = truth.waitSeconds[2880...].compactMap(\.self).reduce(0, +)
        #expect(abs(row.wait.mean - (60 * 1440 + last) / 2880) < 1e-6)
        #expect(score.shortfalls.contains { $0.hasPrefix("the wait is wrong") })
    }

    @Test("A closure told after twenty minutes is not told in time; one told on another day is made up")
    func telling() throws {
        let truth = try Self.truth()
        let start = 1440 + 9 * 60
        let score = Self.score(truth) { state, minute in
            state.flow = minute >= start + 20 && minute < start + 120 ? .stopped : .normal
            state.isOpen = state.isOpenByCalendar
            if (2880 + 600..<2880 + 610).contains(minute) { state.flow = .reduced }
        }
        #expect(score.overall.interruptions == CongestionScore.Told(truths: 1, told: 0, falseOnes: 1))
        #expect(score.shortfalls.contains { $0.hasPrefix("told in time") })
    }

    @Test("Red that nobody expected is a miss; red that was expected and never came is made up")
    func warnings() throws {
        let truth = try Self.truth()
        let red = try #require((1440..<truth.minutes).first { truth.level(minute: $0) == .red })
        let silent = Self.score(truth) { state, minute in
            state.forecast = []
            if minute < red { state.level = .green }
        }
        #expect(silent.overall.reds.truths >= 1)
        #expect(silent.overall.reds.told < silent.overall.reds.truths)
        let loud = Self.score(truth) { state, minute in
            state.forecast = []
            if (1441..<1450).contains(minute) {
                state.expectedLevel = .red
                state.expectedAt = truth.time(minute: minute + 30)
            }
        }
        #expect(loud.overall.reds.falseOnes == 1)
    }

    @Test("The tables name every gate and horizon")
    func text() throws {
        let score = Self.score(try Self.truth())
        #expect(score.table.split(separator: "\n").count == 4)
        #expect(score.forecastTable.split(separator: "\n").count == 12)
        #expect(score.table.contains("| HUUNGHI |"))
    }
}
