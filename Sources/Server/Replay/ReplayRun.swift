import Customs
import GPSDListener
import Geofencing
import Supervision
import Wire

/// Plays recordings through decoding and supervision, with no broker, no ledger and no clock.
public struct ReplayRun {
    private let configuration: Configuration

    /// - Parameter configuration: its zones, rules, accounts and gpsd devices are used.
    public init(configuration: Configuration) { self.configuration = configuration }

    /// Plays the files one after the other and hands out every line of output.
    ///
    /// - Returns: a summary for people.
    /// - Throws: where a file cannot be read or a line is no line of a recording, with its number.
    public func play(_ paths: [String], output: (String) -> Void) throws -> String {
        var supervisor = Supervisor(
            zones: ZoneIndex(zones: configuration.zones), rules: configuration.rules)
        var summary = ReplaySummary()
        let gpsdSeals = configuration.gpsd.reduce(into: [String: String]()) { $0.merge($1.seals) { first, _ in first } }
        for path in paths {
            var decoder = RecordingDecoder(gpsdSeals: gpsdSeals, account: configuration.account(named:))
            try RecordingFile(path: path).forEachLine { line, number in
                let envelope: Envelope?
                do {
                    envelope = try decoder.envelope(line: line, number: number)
                } catch {
                    throw RecordingFile.Failure(description: "\(path): \(error)")
                }
                guard let envelope else { return }
                Self.take(envelope, &supervisor, &summary, output)
            }
        }
        var effects: [Effect] = []
        // What still settles is let settle, as it would be a few seconds later.
        if summary.lines > 0 {
            supervisor.advance(
                to: supervisor.clock.advanced(bySeconds: Supervisor.settlingSeconds), into: &effects)
        }
        summary.count(effects)
        for effect in effects { ReplayLine.line(effect).map(output) }
        return summary.text
    }

    private static func take(
        _ envelope: Envelope, _ supervisor: inout Supervisor, _ summary: inout ReplaySummary,
        _ output: (String) -> Void
    ) {
        var effects: [Effect] = []
        summary.lines += 1
        for item in Wire.decode(envelope) {
            switch item {
            case .failure(let rejection): summary.metrics.count(.rejected(rejection))
            case .success(let observation):
                summary.metrics.count(
                    supervisor.observe(observation, receivedAt: envelope.receivedAt, into: &effects))
            }
        }
        summary.count(effects)
        for effect in effects { ReplayLine.line(effect).map(output) }
    }
}

/// What a replay did, in numbers.
struct ReplaySummary {
    var lines = 0
    var metrics = ServerMetrics.Counts()
    private var alerts: [String: [AlertChange: Int]] = [:]
    private var zoneChanges = 0
    private var transitChanges = 0

    mutating func count(_ effects: [Effect]) {
        for effect in effects {
            switch effect.kind {
            case .alert(let change, let alert): alerts[alert.rule.rawValue, default: [:]][change, default: 0] += 1
            case .zone: zoneChanges += 1
            case .transit: transitChanges += 1
            case .report, .gateEvent: break
            }
        }
    }

    /// A few lines for people, always the same for the same recording.
    var text: String {
        var text = """
            messages and calls: \(lines)
            reports: \(Self.words(metrics.reports))
            gate events: \(Self.words(metrics.gateEvents))
            zone transitions: \(zoneChanges), transit changes: \(transitChanges)

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
