package import Customs
import Geofencing
package import SimulatorKit
import Supervision
import Wire

/// Drives yards through the engine as the server would, each through one of its own, and judges what came out.
package struct YardRun: Sendable {
    /// What was found.
    package private(set) var score: DetectionScore
    /// Containers of all yards.
    package private(set) var containers = 0
    /// What the engine refused, in words; there should be none.
    package private(set) var refusals: [String] = []

    package init(rules: [RuleCode] = DetectionScore.yardRules) { score = DetectionScore(rules: rules) }

    /// - Parameters:
    ///   - days: Yards, each of another day and with each anomaly and each innocent once.
    ///   - seed: Of the first; the others' follow from it.
    /// - Throws: `SimulatorError` where a yard cannot be made.
    package mutating func run(days: Int, seed: UInt64, map: RoadMap) throws(SimulatorError) {
        var seeds = SplitMix64(seed: seed)
        for day in 0..<days {
            // 2026-03-02T00:00:00Z
            let startsAt = Timestamp(seconds: 1_772_409_600).advanced(bySeconds: Double(day) * 86_400)
            var options = YardOptions(startsAt: startsAt, seed: seeds.next())
            options.anomalies = YardAnomaly.allCases
            options.innocents = YardInnocent.allCases
            let yard = try YardGenerator.yard(options, map: map)
            containers += options.containers
            score.judge(yard.truths, alerts: alerts(of: yard, map: map))
        }
    }

    /// Every alert's last state.
    private mutating func alerts(of yard: Yard, map: RoadMap) -> [Alert] {
        var supervisor = Supervisor(zones: ZoneIndex(zones: map.zones), rules: RuleBook())
        var alerts: [String: Alert] = [:]
        for envelope in yard.envelopes {
            var effects: [Effect] = []
            for result in Wire.decode(envelope) {
                switch result {
                case .success(let observation):
                    let outcome = supervisor.observe(observation, receivedAt: envelope.receivedAt, into: &effects)
                    if case .rejected(let rejection) = outcome { refusals.append(rejection.detail) }
                case .failure(let rejection): refusals.append(rejection.detail)
                }
            }
            for case .alert(_, let alert) in effects.map(\.kind) { alerts[alert.id] = alert }
        }
        return alerts.values.sorted { $0.id < $1.id }
    }
}
