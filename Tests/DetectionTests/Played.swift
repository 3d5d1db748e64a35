import Customs
import Geofencing
import SimulatorKit
import Supervision

/// What came of a recording in the end.
struct Played {
    private(set) var alerts: [String: Alert] = [:]
    private(set) var stored = 0
    private(set) var duplicates = 0
    private(set) var refused = 0

    init(_ items: [ShuffledRecording.Item], map: RoadMap) {
        var supervisor = Supervisor(zones: ZoneIndex(zones: map.zones), rules: RuleBook())
        var effects: [Effect] = []
        for item in items {
            switch supervisor.observe(item.observation, receivedAt: item.receivedAt, into: &effects) {
            case .stored: stored += 1
            case .duplicate: duplicates += 1
            case .rejected: refused += 1
            default: break
            }
            take(&effects)
        }
        let last = items.last?.receivedAt ?? .distantPast
        supervisor.advance(to: last.advanced(bySeconds: 2 * 86_400), into: &effects)
        take(&effects)
    }

    /// Keeps the last word on each alert that stands, without when it was learned.
    private mutating func take(_ effects: inout [Effect]) {
        for case .alert(_, var alert) in effects.map(\.kind) {
            alert.detectedAt = .distantPast
            alerts[alert.id] = alert.status == .withdrawn ? nil : alert
        }
        effects.removeAll(keepingCapacity: true)
    }

    /// How two endings differ, in words; empty where they do not.
    func difference(from other: Played) -> [String] {
        Set(alerts.keys).union(other.alerts.keys).sorted().compactMap { id in
            guard alerts[id] != other.alerts[id] else { return nil }
            func text(_ alert: Alert?) -> String { alert.map { "\($0)" } ?? "none" }
            return "\(id):\n  \(text(alerts[id]))\n  \(text(other.alerts[id]))"
        }
    }
}
