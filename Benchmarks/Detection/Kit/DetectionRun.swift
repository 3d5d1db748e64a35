package import Customs
import Geofencing
package import SimulatorKit
import Supervision
import Wire

/// Drives a world through the engine as the server would, and judges what came out.
package struct DetectionRun: Sendable {
    /// What was found.
    package private(set) var score: DetectionScore
    /// Of all days.
    package private(set) var reports = 0
    /// Zone changes of each lorry that parked on a fence, while it did.
    package private(set) var fenceChanges: [Int] = []
    package private(set) var generationSeconds = 0.0
    package private(set) var engineSeconds = 0.0

    private var supervisor: Supervisor
    private var alerts: [String: Alert] = [:]
    private var truths: [TransitTruth] = []
    private var zoneChanges: [String: [(at: Timestamp, zone: String)]] = [:]

    package init(map: RoadMap, rules: [RuleCode] = DetectionScore.simulatedRules) {
        score = DetectionScore(rules: rules)
        supervisor = Supervisor(zones: ZoneIndex(zones: map.zones), rules: RuleBook())
    }

    /// - Parameter seconds: A clock for measuring how long things take; it decides nothing.
    /// - Throws: `SimulatorError` where the world cannot be made.
    package mutating func run(
        _ world: DetectionWorld, map: RoadMap, seconds: () -> Double
    ) throws(SimulatorError) {
        var series = try world.series(map: map)
        var last = Timestamp.distantPast
        while true {
            let began = seconds()
            guard let day = try series.nextDay() else { break }
            let made = seconds()
            generationSeconds += made - began
            if day.number >= world.warmUpDays {
                truths += day.truths.prefix(world.transits - truths.count)
            }
            for envelope in day.envelopes { observe(envelope) }
            last = day.envelopes.last?.receivedAt ?? last
            engineSeconds += seconds() - made
        }
        // What waits for time to pass falls due.
        var effects: [Effect] = []
        supervisor.advance(to: last.advanced(bySeconds: 86_400), into: &effects)
        take(effects)
        score.judge(truths, alerts: alerts.values.sorted { $0.id < $1.id })
        countFenceChanges()
    }

    private mutating func observe(_ envelope: Envelope) {
        var effects: [Effect] = []
        for case .success(let observation) in Wire.decode(envelope) {
            if case .report = observation { reports += 1 }
            _ = supervisor.observe(observation, receivedAt: envelope.receivedAt, into: &effects)
        }
        take(effects)
    }

    private mutating func take(_ effects: [Effect]) {
        for effect in effects {
            switch effect.kind {
            case .alert(_, let alert): alerts[alert.id] = alert
            case .zone(let change): zoneChanges[change.seal, default: []].append((effect.at, change.zone))
            default: break
            }
        }
    }

    private mutating func countFenceChanges() {
        for truth in truths {
            for parking in truth.innocents where parking.kind == .fenceParking {
                let changes = (zoneChanges[truth.seal] ?? []).filter { change in
                    change.zone == parking.zone && change.at >= parking.startedAt.advanced(bySeconds: 120)
                        && change.at <= parking.endedAt.advanced(bySeconds: -120)
                }
                fenceChanges.append(changes.count)
            }
        }
    }
}
