import Customs
import Supervision

/// The steps that led to an alert, and the alert.
struct Explanation {
    let alert: Alert
    private let settings: RuleSettings
    private let shown: [TraceStep]
    private let leftOut: Int
    private let isOwnFinding: Bool
    private let isCut: Bool

    /// How long before an alert's beginning and after its end steps are shown.
    static let marginSeconds = 1800.0

    /// - Parameter steps: all steps of the transits, each transit's in order.
    init(alert: Alert, settings: RuleSettings, steps: [TraceStep], showsAll: Bool, isCut: Bool) {
        self.alert = alert
        self.settings = settings
        self.isCut = isCut
        isOwnFinding = steps.contains { $0.findings.contains(.opened) }
        let chosen = showsAll ? Array(steps.indices) : Self.choice(steps, alert)
        leftOut = steps.count - chosen.count
        // Several transits are shown side by side; one's own order stays, also where a late step is among them.
        let several = Set(steps.map(\.transit)).count > 1
        let picked = chosen.map { steps[$0] }
        shown =
            several
            ? picked.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
            : picked
    }

    /// Around the alert, the steps that changed something for the rule, each with its neighbours; all of them where none did.
    private static func choice(_ steps: [TraceStep], _ alert: Alert) -> [Int] {
        let from = alert.startedAt.advanced(bySeconds: -marginSeconds)
        let end = alert.status == .withdrawn ? alert.startedAt : alert.clearedAt
        let to = end.map { $0.advanced(bySeconds: marginSeconds) } ?? .distantFuture
        let near = steps.indices.filter { steps[$0].time >= from && steps[$0].time <= to }
        let changing = near.filter { steps[$0].changesRule }
        guard !changing.isEmpty else { return near }
        // Where it began is shown too: a stop begins long before a rule calls it one.
        let onset = near.filter { steps[$0].time == alert.startedAt }
        let wanted = Set((changing + onset).flatMap { [$0 - 1, $0, $0 + 1] })
        return near.filter { wanted.contains($0) }
    }

    /// A JSON object a line: the steps, then the alert with the settings that it was held against.
    var lines: [String] {
        let last = Explained(
            alert: alert, thresholds: settings.thresholds, steps: shown.count, leftOut: leftOut)
        return shown.compactMap(ReplayText.json) + [ReplayText.json(last)].compactMap { $0 }
    }

    private struct Explained: Encodable {
        var type = "explained"
        var alert: Alert
        /// The rule's thresholds by key.
        var thresholds: [String: Double]
        /// Steps shown and steps left out.
        var steps: Int
        var leftOut: Int
    }

    /// What was done, for people.
    var summary: String {
        var text = "\(alert.id): \(shown.count) of \(shown.count + leftOut) steps shown"
        if leftOut > 0 { text += "; \(leftOut) were left out, --all shows them" }
        if !isOwnFinding {
            text +=
                alert.status == .withdrawn
                ? "\nthe alert was withdrawn: with all evidence in its order, nothing is found"
                : "\nno step of a transit alone gives this alert: it was found by holding several against each other"
        }
        if isCut { text += "\nthere was more evidence than is kept for an explanation; the last of it is missing" }
        return text + "\n"
    }

    /// A table of the steps and the alert's words and numbers.
    var text: String {
        let severalTransits = Set(shown.map(\.transit)).count > 1
        let head =
            ["time"] + (severalTransits ? ["transit"] : [])
            + ["step", "seq", "position", "km/h", "state", "verdict", "zones", "finding", "what the rule remembers"]
        let rows = shown.map { step in
            ["\(step.time.rfc3339)"] + (severalTransits ? [step.transit] : []) + Self.cells(step)
        }
        var text = ReplayText.table([head] + rows) { _ in false }
        text += "\n\(alert.id)\n  \(alert.message)\n  \(alert.messageVi)\n"
        text += "  \(alert.severity.rawValue), \(alert.status.rawValue), from \(alert.startedAt.rfc3339)"
        if let clearedAt = alert.clearedAt { text += " to \(clearedAt.rfc3339)" }
        text += ", known at \(alert.detectedAt.rfc3339)\n"
        for (key, value) in alert.evidence.sorted(by: { $0.key < $1.key }) {
            text += "  \(key): \(Self.words(value))\n"
        }
        let thresholds = settings.thresholds.sorted { $0.key < $1.key }
            .map { "\($0.key) \(StateValue.number($0.value).text)" }
        text += "  thresholds: \(thresholds.isEmpty ? "none" : thresholds.joined(separator: ", "))"
        return text
    }

    private static func cells(_ step: TraceStep) -> [String] {
        let position = step.position.map { "\($0.latitude) \($0.longitude)" } ?? ""
        let speed = step.speedMetersPerSecond.map { String(Int(($0 * 3.6).rounded())) } ?? ""
        let zones = step.zones + step.changes.map { "\($0.change.rawValue) \($0.zone)" }
        return [
            step.isTooLate ? "\(step.kind.rawValue) (too late)" : step.kind.rawValue,
            step.sequence.map(String.init) ?? "", position, speed, step.state?.rawValue ?? "", step.verdict ?? "",
            step.facility ?? zones.joined(separator: ", "), step.findings.map(\.rawValue).joined(separator: ", "),
            memory(step),
        ]
    }

    /// What changed in the rule's memory; all of it where nothing did.
    private static func memory(_ step: TraceStep) -> String {
        guard case .fields(let after)? = step.after else { return step.after?.text ?? "" }
        var before: [String: StateValue] = [:]
        if case .fields(let known)? = step.before { before = known }
        let keys = after.keys.sorted()
        let changed = keys.filter { before[$0] != after[$0] }
        return (changed.isEmpty ? keys : changed).map { key in
            let new = after[key]?.text ?? "-"
            return changed.contains(key) && before[key] != nil
                ? "\(key): \(before[key]?.text ?? "-") → \(new)" : "\(key): \(new)"
        }.joined(separator: ", ")
    }

    private static func words(_ value: EvidenceValue) -> String {
        switch value {
        case .number(let number): StateValue.number(number).text
        case .text(let text): text
        case .time(let time): time.rfc3339
        }
    }
}
