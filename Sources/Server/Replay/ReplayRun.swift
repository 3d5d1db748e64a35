import Customs
import Geofencing
import Supervision
import Wire

/// Plays recordings through decoding and supervision, with no broker, no ledger and no clock.
public struct ReplayRun {
    let configuration: Configuration

    /// - Parameter configuration: its zones, rules, accounts and gpsd devices are used.
    public init(configuration: Configuration) { self.configuration = configuration }

    /// Plays the files one after the other and hands out every line of output.
    ///
    /// - Returns: a summary for people.
    /// - Throws: where a file cannot be read or a line is no line of a recording, with its number.
    public func play(_ paths: [String], output: (String) -> Void) throws -> String {
        try play(ReplayInput(.recordings(paths)), output: output)
    }

    /// Plays recordings or the journal and hands out every line of output that the input's range holds.
    ///
    /// - Returns: a summary for people.
    /// - Throws: what cannot be read or is no line of a recording, with its place.
    public func play(_ input: ReplayInput, output: (String) -> Void) throws -> String {
        var supervisor = Supervisor(
            zones: ZoneIndex(zones: configuration.zones), rules: configuration.rules)
        var summary = ReplaySummary()
        var effects: [Effect] = []
        try ReplayFeed(input, configuration).forEachLine { receivedAt, items, isShown in
            if isShown { summary.lines += 1 }
            for item in items {
                switch item {
                case .failure(let rejection): if isShown { summary.metrics.count(.rejected(rejection), of: nil) }
                case .success(let observation):
                    let outcome = supervisor.observe(observation, receivedAt: receivedAt, into: &effects)
                    if isShown { summary.metrics.count(outcome, of: observation) }
                }
            }
            guard !effects.isEmpty else { return }
            if isShown { summary.show(effects, output) }
            effects.removeAll(keepingCapacity: true)
        }
        if summary.lines > 0 { supervisor.settle(into: &effects) }
        summary.show(effects, output)
        return summary.text
    }
}

extension Supervisor {
    /// Lets settle what still settles, as it would a few seconds later.
    mutating func settle(into effects: inout [Effect]) {
        advance(to: clock.advanced(bySeconds: Self.settlingSeconds), into: &effects)
    }
}

/// What a replay did, in numbers.
struct ReplaySummary {
    var lines = 0
    var metrics = ServerMetrics.Counts()
    private var alerts: [String: [AlertChange: Int]] = [:]
    private var zoneChanges = 0
    private var transitChanges = 0
    private var congestionChanges = 0

    /// Counts the effects and hands out their lines.
    mutating func show(_ effects: [Effect], _ output: (String) -> Void) {
        count(effects)
        for effect in effects { ReplayLine.line(effect).map(output) }
    }

    private mutating func count(_ effects: [Effect]) {
        for effect in effects {
            switch effect.kind {
            case .alert(let change, let alert): alerts[alert.rule.rawValue, default: [:]][change, default: 0] += 1
            case .zone: zoneChanges += 1
            case .transit: transitChanges += 1
            case .congestion: congestionChanges += 1
            case .report, .gateEvent, .visit, .clearance, .manifest, .outage, .forecastScored, .zones: break
            }
        }
    }

    /// A few lines for people, always the same for the same recording.
    var text: String {
        var text = """
            messages and calls: \(lines)
            reports: \(Self.words(metrics.reports))
            gate events: \(Self.words(metrics.gateEvents))
            zone transitions: \(zoneChanges), transit changes: \(transitChanges), words on queues: \(congestionChanges)

            """
        for (reason, count) in metrics.otherRejected.sorted(by: { $0.key < $1.key }) {
            text += "calls rejected (\(reason)): \(count)\n"
        }
        if alerts.isEmpty { text += "alerts: none\n" }
        for (rule, changes) in alerts.sorted(by: { $0.key < $1.key }) {
            let words = [AlertChange.raised, .updated, .cleared, .withdrawn].compactMap { change in
                changes[change].map { "\(change.rawValue) \($0)" }
            }
            text += "alert \(rule): \(words.joined(separator: ", "))\n"
        }
        return text
    }

    private static func words(_ intake: ServerMetrics.Counts.Intake) -> String {
        let rejected = intake.rejected.values.reduce(0, +)
        let reasons = intake.rejected.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let detail = reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))"
        return
            "\(intake.received) received = \(intake.stored) stored + \(intake.duplicate) duplicate + \(rejected) rejected\(detail)"
    }
}
