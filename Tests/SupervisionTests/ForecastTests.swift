import Customs
import Supervision
import Testing

@Suite("Forecasts of a gate's queue")
struct ForecastTests {
    @Test("An empty gate to which nobody comes forecasts no queue and no wait")
    func empty() {
        var scene = ForecastScene()
        scene.perHour = 0
        var forecaster = GateForecaster()
        let last = scene.watch(&forecaster, hours: 0...30).last
        #expect(last?.forecast.map(\.horizonSeconds) == QueueForecast.horizons)
        #expect(last?.forecast.allSatisfy { $0.vehiclesWaiting.p50 == 0 && $0.waitSeconds.p50 < 10 } == true)
        #expect(last?.forecast.allSatisfy { $0.level == .green } == true)
        #expect(last?.expected == nil)
    }

    @Test("Where nothing says how fast the gate is, nothing is forecast")
    func noCapacity() {
        var scene = ForecastScene()
        var forecaster = GateForecaster()
        let said = scene.watch(&forecaster, hours: 0...1) { $0.capacityPerHour = 0 }
        #expect(said.allSatisfy { $0.forecast.isEmpty })
    }

    @Test("Who joins at night waits until the gate opens, and all that wait before him pass after it")
    func closedOverNight() throws {
        var scene = ForecastScene()
        scene.past = nil
        var forecaster = GateForecaster()
        _ = scene.watch(&forecaster, hours: 0...24) { moment in
            moment.opens = "07:00"
            moment.closes = "19:00"
        }
        // 19:00 on the second day: 10 still wait, 30 an hour come, and none passes before 07:00.
        var moment = GateForecaster.Moment(at: ForecastScene.at(hours: 43), vehicles: 10)
        moment.opens = "07:00"
        moment.closes = "19:00"
        scene.knownUntil = ForecastScene.at(hours: 43)
        let forecast = forecaster.step(moment, scene).forecast
        let sixHours = try #require(forecast.first { $0.horizonSeconds == 21_600 })
        #expect(abs(sixHours.vehiclesWaiting.p50 - 190) < 20)
        // Six hours to the opening, then some 190 vehicles at 60 an hour.
        #expect(abs(sixHours.waitSeconds.p50 - (6 * 3600 + 190 * 60)) < 1800)
        #expect(sixHours.waitSeconds.p10 >= 6 * 3600)
        for item in forecast { #expect(item.waitSeconds.p10 <= item.waitSeconds.p50) }
        for item in forecast { #expect(item.waitSeconds.p50 <= item.waitSeconds.p90) }
    }

    @Test("A queue that grows past the limits is expected as red before it is")
    func expectsRed() throws {
        var scene = ForecastScene()
        scene.perHour = 120
        var forecaster = GateForecaster()
        _ = scene.watch(&forecaster, hours: 0...26)
        let limits = CongestionLimits(vehicles: [50, 100, 200])
        scene.knownUntil = ForecastScene.at(hours: 26)
        let moment = GateForecaster.Moment(at: ForecastScene.at(hours: 26), vehicles: 20)
        let expected = try #require(forecaster.step(moment, scene, limits: limits).expected)
        #expect(expected.level == .red)
        // It grows by 60 an hour.
        #expect(abs(expected.at.seconds(since: moment.at) - 3 * 3600) < 2400)
    }

    @Test("A level that is no graver than the present one is not expected")
    func notGraver() {
        var scene = ForecastScene()
        scene.perHour = 60
        var forecaster = GateForecaster()
        _ = scene.watch(&forecaster, hours: 0...25)
        let moment = GateForecaster.Moment(at: ForecastScene.at(hours: 25), vehicles: 900)
        let limits = CongestionLimits(vehicles: [50, 100, 200])
        #expect(forecaster.step(moment, scene, limits: limits).expected == nil)
    }

    @Test("A gate that stands still makes the wait longer, and the longer the older the stop is")
    func stopped() throws {
        var scene = ForecastScene()
        scene.past = nil
        var forecaster = GateForecaster()
        _ = scene.watch(&forecaster, hours: 0...30)
        func wait(stoppedFor hours: Double?) throws -> Double {
            var moment = GateForecaster.Moment(at: ForecastScene.at(hours: 30), vehicles: 60)
            if let hours {
                moment.flow = .stopped
                moment.flowSince = ForecastScene.at(hours: 30 - hours)
            }
            var copy = forecaster
            return try #require(copy.step(moment, scene).forecast.first).waitSeconds.p50
        }
        let normal = try wait(stoppedFor: nil)
        let fresh = try wait(stoppedFor: 0.2)
        let old = try wait(stoppedFor: 4)
        #expect(fresh > normal + 1800)
        #expect(old > fresh + 1800)
    }

    @Test("Vehicles seen on their way make the coming hours busier where they told of arrivals before")
    func approaching() throws {
        var scene = ForecastScene()
        scene.perHour = 60
        var forecaster = GateForecaster()
        for hour in 0..<48 {
            for minute in stride(from: 0.0, to: 60, by: 5) {
                let now = ForecastScene.at(hours: Double(hour) + minute / 60)
                scene.knownUntil = now
                let coming = (0..<120).map { now.advanced(bySeconds: Double($0) * 120 + 60) }
                _ = forecaster.step(GateForecaster.Moment(at: now, vehicles: 0), scene, approaching: coming)
            }
        }
        func queue(_ coming: Int) throws -> Double {
            var copy = forecaster
            let now = ForecastScene.at(hours: 48)
            let times = (0..<coming).map { now.advanced(bySeconds: 60 + Double($0) * 10_800 / Double(coming)) }
            let said = copy.step(GateForecaster.Moment(at: now, vehicles: 100), scene, approaching: times)
            return try #require(said.forecast.first { $0.horizonSeconds == 10_800 }).vehiclesWaiting.p50
        }
        #expect(try queue(180) > queue(90) + 10)
        #expect(try queue(90) > queue(20) + 10)
    }
}
