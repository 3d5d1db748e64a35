import Customs
import Foundation
import Supervision
import Testing

@Suite("Forecasts kept and scored")
struct ForecastScoringTests {
    @Test("A forecast is scored once, when its time has come and the truth is known")
    func once() {
        var scene = ForecastScene()
        var forecaster = GateForecaster()
        let said = scene.watch(&forecaster, hours: 0...14)
        let scored = said.flatMap(\.scored)
        // Kept every quarter of an hour; of those 15 minutes ahead all but the last have come true.
        #expect(scored.count { $0.forecast.horizonSeconds == 900 } == 56)
        #expect(scored.count { $0.forecast.horizonSeconds == 43_200 } == 9)
        let names = Set(scored.map { "\($0.madeAt.milliseconds) \($0.forecast.horizonSeconds)" })
        #expect(names.count == scored.count)
        #expect(scored.allSatisfy { $0.forecast.at == $0.madeAt.advanced(bySeconds: $0.forecast.horizonSeconds) })
        #expect(scored.allSatisfy { $0.gate == "GATE" && $0.waitSeconds == 0 && $0.vehiclesWaiting == 0 })
    }

    @Test("It is held against the wait as it was, and as usual at that hour once that is known")
    func baselines() throws {
        var scene = ForecastScene()
        scene.past = (20, 1200)
        var forecaster = GateForecaster()
        let scored = scene.watch(&forecaster, hours: 0...40).flatMap(\.scored)
        #expect(scored.allSatisfy { $0.waitSecondsAsNow == 1200 })
        #expect(scored.first?.waitSecondsAsUsual == nil)
        #expect(scored.last?.waitSecondsAsUsual == 1200)
    }

    @Test("A forecast whose truth nobody tells is given up after three days")
    func givenUp() {
        var scene = ForecastScene()
        scene.past = nil
        var forecaster = GateForecaster()
        let early = scene.watch(&forecaster, hours: 0...72).flatMap(\.scored)
        #expect(early.isEmpty)
        let late = scene.watch(&forecaster, hours: 72.25...74).flatMap(\.scored)
        #expect(!late.isEmpty)
        #expect(late.allSatisfy { $0.waitSeconds == nil && $0.vehiclesWaiting == nil })
    }

    @Test("An interval comes to hold eight truths of ten, whatever width it began with", arguments: [0.1, 1, 8])
    func calibration(width: Double) {
        var calibration = IntervalCalibration(below: width, above: width)
        var hits = 0
        var below = 0
        let raw = Quantiles(p10: 90, p50: 100, p90: 110)
        for index in 0..<6000 {
            // Even between 60 and 140: the golden ratio's multiples.
            let truth = 60 + 80 * (Double(index) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
            let said = calibration.applied(to: raw, median: 100, narrowest: 1, floor: 0)
            if index >= 2000 {
                hits += said.contains(truth) ? 1 : 0
                below += truth < said.p10 ? 1 : 0
            }
            calibration.learn(truth, said: said)
        }
        #expect((0.78...0.82).contains(Double(hits) / 4000))
        #expect((0.08...0.12).contains(Double(below) / 4000))
        #expect(abs(calibration.above - 3.2) < 0.4)
    }

    @Test("An interval never reaches below what cannot be, and holds its median")
    func floor() {
        let calibration = IntervalCalibration(below: 2, above: 2)
        let said = calibration.applied(
            to: Quantiles(p10: 40, p50: 50, p90: 60), median: 45, narrowest: 1, floor: 44)
        #expect(said == Quantiles(p10: 44, p50: 45, p90: 65))
    }

    @Test("Put down and taken up again, it says the same as if it had gone on")
    func roundTrip() throws {
        var scene = ForecastScene()
        scene.past = (20, 1200)
        var forecaster = GateForecaster()
        _ = scene.watch(&forecaster, hours: 0...30)
        let data = try CanonicalJSON.encode(forecaster)
        var again = try CanonicalJSON.decode(GateForecaster.self, from: data)
        let first = scene.watch(&forecaster, hours: 30.25...44)
        let second = scene.watch(&again, hours: 30.25...44)
        #expect(first.map(\.forecast) == second.map(\.forecast))
        #expect(first.map(\.scored) == second.map(\.scored))
        #expect(try CanonicalJSON.encode(forecaster) == CanonicalJSON.encode(again))
    }
}
