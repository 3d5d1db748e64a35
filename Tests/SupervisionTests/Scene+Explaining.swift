import Customs
import Geofencing
import Supervision

extension Scene {
    /// A scene that keeps the evidence of its seals for a trace.
    static func explaining(_ seals: Set<String> = ["S1"], rules: RuleBook = RuleBook()) -> Scene {
        var scene = Scene(rules: rules)
        scene.supervisor.keepEvidence(of: seals)
        return scene
    }

    /// Drives to kilometre 6, stands there for so many seconds, a report a minute, and drives on.
    mutating func stop(seconds: Double) {
        open()
        drive(from: 0, to: 6, start: 60, end: 600)
        var time = 660.0
        while time <= 600 + seconds {
            report(at: time, east: 6)
            time += 60
        }
        drive(from: 7, to: 12, start: time, end: time + 300)
    }

    func steps(_ rule: RuleCode, of transit: String = "T1") -> [TraceStep] {
        supervisor.trace(transit: transit, rule: rule)
    }
}

extension StateValue {
    /// A field of a struct.
    subscript(_ name: String) -> StateValue? {
        if case .fields(let fields) = self { fields[name] } else { nil }
    }
}
