import Customs

/// An alert that one run has and another has not, or has otherwise.
struct AlertDifference: Hashable {
    enum Change: String { case gained, lost, changed }

    var change: Change
    /// The alert as it would be; a lost one as it was.
    var alert: Alert
    /// The alert as it was, where it is another now.
    var was: Alert?

    /// What differs, by the alerts' beginnings and ids.
    ///
    /// Where a threshold moves an alert's onset, its id is another one. Such a pair of one rule and transit, with times that
    /// overlap, is one change and neither a loss nor a gain.
    static func between(was: [String: Alert], wouldBe: [String: Alert]) -> [AlertDifference] {
        var changed: [AlertDifference] = []
        var lost: [Alert] = []
        for (id, old) in was {
            guard let new = wouldBe[id] else {
                lost.append(old)
                continue
            }
            if new != old { changed.append(AlertDifference(change: .changed, alert: new, was: old)) }
        }
        var gained = Dictionary(grouping: wouldBe.values.filter { was[$0.id] == nil }, by: Place.init)
            .mapValues { $0.sorted(by: isEarlier) }
        var differences = changed
        for old in lost.sorted(by: isEarlier) {
            let place = Place(old)
            if let index = gained[place]?.firstIndex(where: { overlap(old, $0) }),
                let moved = gained[place]?.remove(at: index)
            {
                differences.append(AlertDifference(change: .changed, alert: moved, was: old))
            } else {
                differences.append(AlertDifference(change: .lost, alert: old))
            }
        }
        differences += gained.values.joined().map { AlertDifference(change: .gained, alert: $0) }
        return differences.sorted { isEarlier($0.alert, $1.alert) }
    }

    /// What two alerts must share to be the same one with another onset.
    private struct Place: Hashable {
        var rule: RuleCode
        var transit: String?
        var facility: String?

        init(_ alert: Alert) {
            rule = alert.rule
            transit = alert.transit
            facility = alert.facility
        }
    }

    private static func isEarlier(_ a: Alert, _ b: Alert) -> Bool { (a.startedAt, a.id) < (b.startedAt, b.id) }

    private static func overlap(_ a: Alert, _ b: Alert) -> Bool {
        a.startedAt <= b.clearedAt ?? .distantFuture && b.startedAt <= a.clearedAt ?? .distantFuture
    }

    /// `{"type":"difference",...}`, without its line break.
    var line: String? {
        guard let object = ReplayText.json(alert) else { return nil }
        let old = was.flatMap(ReplayText.json).map { ",\"was\":\($0)" } ?? ""
        return "{\"type\":\"difference\",\"change\":\"\(change.rawValue)\",\"alert\":\(object)\(old)}"
    }

    /// The same for people.
    var text: String {
        let subject = [alert.container, alert.transit].compactMap { $0 }.joined(separator: " ")
        let was = was.map { "\n         was: \($0.startedAt.rfc3339)  \(Self.end($0))  \($0.message)" } ?? ""
        return "\(ReplayText.padded(change.rawValue, 8)) \(alert.startedAt.rfc3339)  \(Self.end(alert))  "
            + "\(alert.rule.rawValue)  \(subject)  \(alert.message)\(was)"
    }

    private static func end(_ alert: Alert) -> String {
        alert.clearedAt.map { "to \($0.rfc3339)" } ?? alert.status.rawValue
    }
}
