import Customs
import Geofencing
import Ledger
import Supervision
import Wire

extension ReplayRun {
    /// Plays the input under the configuration's rules and zones and, in the same pass, under others, and hands out the
    /// difference of the alerts that both end with. Withdrawn alerts are none.
    ///
    /// - Returns: a table by rule, for people; for the journal also whether the ledger's own alerts are the configuration's.
    /// - Throws: what cannot be read or is no line of a recording, with its place.
    public func compare(
        _ input: ReplayInput, with other: ReplayAlternative, form: ReplayText.Form = .json, output: (String) -> Void
    ) throws -> String {
        let feed = try ReplayFeed(input, configuration, readsAlerts: true)
        // An edit of the zones stands for the configuration's; what is held against it says all that there is to its zones.
        var runs = [
            ComparedRun(
                supervisor: Supervisor(zones: ZoneIndex(zones: configuration.zones), rules: configuration.rules),
                ignoresEdits: false),
            ComparedRun(
                supervisor: Supervisor(zones: ZoneIndex(zones: other.zones), rules: other.rules),
                ignoresEdits: other.hasOwnZones),
        ]
        try feed.forEachLine { receivedAt, items, isShown in
            for index in runs.indices { runs[index].take(items, receivedAt: receivedAt, isShown: isShown) }
        }
        let note = feed.ledger.map { Self.note(on: $0, runs[0].alerts, isWhole: input.received.to == nil) } ?? ""
        for index in runs.indices { runs[index].settle() }

        let (was, wouldBe) = (runs[0].alerts.standing, runs[1].alerts.standing)
        func isShown(_ id: String) -> Bool { runs.contains { $0.alerts.isShown(id) } }
        let differences = ComparedRun.differences(runs[0], runs[1])
        for difference in differences {
            (form == .json ? difference.line : difference.text).map(output)
        }
        return Self.table(
            differences, was: was.values.filter { isShown($0.id) }, wouldBe: wouldBe.values.filter { isShown($0.id) })
            + note
    }

    private static func table(_ differences: [AlertDifference], was: [Alert], wouldBe: [Alert]) -> String {
        var rows = [["rule", "was", "would be", "gained", "lost", "changed"]]
        func row(_ name: String, _ holds: (RuleCode) -> Bool) -> [String] {
            let own = differences.filter { holds($0.alert.rule) }
            let counts =
                [was.count { holds($0.rule) }, wouldBe.count { holds($0.rule) }]
                + [AlertDifference.Change.gained, .lost, .changed].map { change in own.count { $0.change == change } }
            return [name] + counts.map(String.init)
        }
        for rule in Set((was + wouldBe).map(\.rule)).sorted(by: { $0.rawValue < $1.rawValue }) {
            rows.append(row(rule.rawValue) { $0 == rule })
        }
        rows.append(row("all rules") { _ in true })
        return ReplayText.table(rows) { $0 > 0 }
    }

    /// Says whether the ledger's alerts are those that its journal gives now; rules may have been changed meanwhile.
    private static func note(on ledger: LedgerReader, _ folded: FinalAlerts, isWhole: Bool) -> String {
        guard isWhole else { return "" }
        let stored = Dictionary(ledger.alerts.map { ($0.id, $0) }) { _, last in last }
            .filter { $0.value.status != .withdrawn }
        let differences = AlertDifference.between(was: stored, wouldBe: folded.standing)
        guard !differences.isEmpty else {
            return "the ledger's \(stored.count) alerts are those of the configured rules\n"
        }
        return "the ledger's alerts differ from those that the configured rules give now, in \(differences.count) of "
            + "\(stored.count): rules, zones or this program were changed after some were stored\n"
    }
}
