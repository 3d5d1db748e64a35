import Customs
import Supervision

/// One of two runs whose alerts are compared.
struct ComparedRun {
    var supervisor: Supervisor
    /// Zones that were put in the place of its own are passed over.
    let ignoresEdits: Bool
    private(set) var alerts = FinalAlerts()
    private var isEmpty = true

    init(supervisor: Supervisor, ignoresEdits: Bool) {
        self.supervisor = supervisor
        self.ignoresEdits = ignoresEdits
    }

    mutating func take(_ items: Decoded.SubSequence, receivedAt: Timestamp, isShown: Bool) {
        isEmpty = false
        var effects: [Effect] = []
        for case .success(let observation) in items {
            if ignoresEdits, case .editZones = observation { continue }
            _ = supervisor.observe(observation, receivedAt: receivedAt, into: &effects)
        }
        alerts.take(effects, isShown: isShown)
    }

    mutating func settle() {
        guard !isEmpty else { return }
        var effects: [Effect] = []
        supervisor.settle(into: &effects)
        alerts.take(effects, isShown: true)
    }

    /// Nothing more comes until then.
    mutating func advance(to time: Timestamp) {
        guard !isEmpty else { return }
        var effects: [Effect] = []
        supervisor.advance(to: time, into: &effects)
        alerts.take(effects, isShown: true)
    }

    /// What differs of that to which something happened in the part that is shown. Withdrawn alerts are none.
    static func differences(_ was: ComparedRun, _ wouldBe: ComparedRun) -> [AlertDifference] {
        func isShown(_ id: String) -> Bool { was.alerts.isShown(id) || wouldBe.alerts.isShown(id) }
        return AlertDifference.between(was: was.alerts.standing, wouldBe: wouldBe.alerts.standing).filter {
            isShown($0.alert.id) || $0.was.map { isShown($0.id) } ?? false
        }
    }
}
