package import Customs
import Geofencing
package import SimulatorKit
import Supervision
import Wire

/// Drives a world of queues through the engine as the server would, reads every gate each minute, and judges it.
package struct CongestionRun: Sendable {
    package private(set) var score: CongestionScore
    /// What was observed, and what the engine refused; the latter should be none.
    package private(set) var observations = 0
    package private(set) var refused = 0
    /// Published words on queues, and forecasts that the engine scored itself.
    package private(set) var lines = 0
    package private(set) var scoredForecasts = 0
    package private(set) var generationSeconds = 0.0
    package private(set) var engineSeconds = 0.0

    /// What really was, gate by gate.
    package var truths: [QueueTruth] { series.truths }

    private var series: QueueSeries
    private var supervisor: Supervisor
    private let startsAt: Timestamp
    private let warmUpDays: Int
    private var nextMinute: Timestamp

    /// - Throws: `SimulatorError` where the world cannot be made.
    package init(_ world: CongestionWorld, map: RoadMap) throws(SimulatorError) {
        let options = try world.options(map: map)
        series = try QueueSeries(options, map: map)
        score = CongestionScore(truths: series.truths, warmUpDays: world.warmUpDays)
        supervisor = Supervisor(zones: ZoneIndex(zones: world.zones(map: map)), rules: world.rules(options))
        startsAt = options.startsAt
        warmUpDays = world.warmUpDays
        nextMinute = options.startsAt
    }

    /// - Parameter seconds: A clock for measuring how long things take; it decides nothing.
    /// - Throws: `SimulatorError` where a message cannot be made.
    package mutating func run(
        seconds: () -> Double, eachMinute: ([GateCongestion], Timestamp) -> Void = { _, _ in }
    ) throws(SimulatorError) {
        while true {
            let began = seconds()
            guard let day = try series.nextDay() else { break }
            let made = seconds()
            generationSeconds += made - began
            for envelope in day.envelopes {
                pass(to: envelope.receivedAt, eachMinute)
                observe(envelope)
            }
            pass(to: startsAt.advanced(bySeconds: Double(day.number + 1) * 86_400 - 0.001), eachMinute)
            engineSeconds += seconds() - made
        }
        score.finish()
    }

    private mutating func observe(_ envelope: Envelope) {
        var effects: [Effect] = []
        for result in Wire.decode(envelope) {
            observations += 1
            guard case .success(let observation) = result else {
                refused += 1
                continue
            }
            let outcome = supervisor.observe(observation, receivedAt: envelope.receivedAt, into: &effects)
            if case .rejected = outcome { refused += 1 }
        }
        count(effects)
    }

    /// The minutes up to a moment go by, and are read.
    private mutating func pass(to time: Timestamp, _ eachMinute: ([GateCongestion], Timestamp) -> Void) {
        while nextMinute <= time {
            var effects: [Effect] = []
            supervisor.advance(to: nextMinute, into: &effects)
            count(effects)
            if nextMinute >= startsAt.advanced(bySeconds: Double(warmUpDays) * 86_400) {
                let states = supervisor.gateCongestions
                for state in states { score.read(state, at: nextMinute) }
                eachMinute(states, nextMinute)
            }
            nextMinute = nextMinute.advanced(bySeconds: 60)
        }
    }

    private mutating func count(_ effects: [Effect]) {
        for effect in effects {
            switch effect.kind {
            case .congestion: lines += 1
            case .forecastScored: scoredForecasts += 1
            default: break
            }
        }
    }
}
