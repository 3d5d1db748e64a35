import Customs
import Geofencing
import Supervision
import Wire

/// Why an alert cannot be explained.
public struct ExplanationError: Error, Sendable, CustomStringConvertible {
    /// A sentence, with alerts that may have been meant.
    public var description: String
}

extension ReplayRun {
    /// Plays the input twice: to find the alert, and to show what led to it: the evidence of its transit in its order, with
    /// what the alert's rule remembered before and after each step, and then the alert itself.
    ///
    /// - Parameters:
    ///   - other: rules or zones to explain it under in place of the configuration's.
    ///   - showsAll: also steps that changed nothing for the rule, from the transit's start to its end.
    /// - Returns: a sentence or two for people.
    /// - Throws: `ExplanationError` for an unknown alert, and what cannot be read.
    public func explain(
        _ id: String, _ input: ReplayInput, under other: ReplayAlternative? = nil, showsAll: Bool = false,
        form: ReplayText.Form = .json, output: (String) -> Void
    ) throws -> String {
        guard !input.isStandardInput else {
            throw ExplanationError(
                description: "--explain reads recordings twice; write standard input to a file first")
        }
        let feed = try ReplayFeed(input, configuration)
        let rules = other?.rules ?? configuration.rules
        let fresh = Supervisor(zones: ZoneIndex(zones: other?.zones ?? configuration.zones), rules: rules)

        var first = fresh
        let seen = try Self.fold(feed, &first, ignoresEdits: other?.hasOwnZones ?? false)
        guard let alert = seen.alerts[id] else { throw Self.unknown(id, among: seen.alerts.ids) }
        let transits = seen.transits(of: alert)
        guard !transits.isEmpty else {
            throw ExplanationError(description: "the alert “\(id)” is of no transit; there are no steps to show")
        }

        var second = fresh
        second.keepEvidence(of: Set(transits.compactMap { seen.transits[$0]?.seal }))
        _ = try Self.fold(feed, &second, ignoresEdits: other?.hasOwnZones ?? false)
        let steps = transits.flatMap { second.trace(transit: $0, rule: alert.rule) }
        let explanation = Explanation(
            alert: alert, settings: rules[alert.rule], steps: steps, showsAll: showsAll,
            isCut: second.isWitnessFull)
        switch form {
        case .json: explanation.lines.forEach(output)
        case .text: output(explanation.text)
        }
        return explanation.summary
    }

    /// What the first pass learns.
    private struct Seen {
        var alerts = FinalAlerts()
        var transits: [String: Transit] = [:]

        /// Transits that are shown beside the alert's own, at most.
        private static let mostOthers = 8

        /// The alert's own transit, and those that its evidence names, by their own names or their seals'.
        func transits(of alert: Alert) -> [String] {
            let own = alert.transit.map { [$0] } ?? []
            let words = alert.evidence.values.flatMap { value -> [String] in
                guard case .text(let text) = value else { return [] }
                return text.split { $0 == "," || $0 == " " }.map(String.init)
            }
            guard !words.isEmpty else { return own }
            let named = Set(words)
            let others = transits.values.filter { transit in
                named.contains(transit.transit) || (named.contains(transit.seal) && transit.covers(alert.startedAt))
            }
            return own + others.map(\.transit).filter { $0 != alert.transit }.sorted().prefix(Self.mostOthers)
        }
    }

    private static func fold(
        _ feed: ReplayFeed, _ supervisor: inout Supervisor, ignoresEdits: Bool
    ) throws -> Seen {
        var seen = Seen()
        var effects: [Effect] = []
        func see() {
            seen.alerts.take(effects, isShown: true)
            for case .transit(let transit) in effects.lazy.map(\.kind) { seen.transits[transit.transit] = transit }
            effects.removeAll(keepingCapacity: true)
        }
        try feed.forEachLine { receivedAt, items, _ in
            for case .success(let observation) in items {
                if ignoresEdits, case .editZones = observation { continue }
                _ = supervisor.observe(observation, receivedAt: receivedAt, into: &effects)
            }
            see()
        }
        supervisor.settle(into: &effects)
        see()
        return seen
    }

    /// Names the nearest alerts: of the same rule and transit first, then of the transit, then of the rule.
    private static func unknown(_ id: String, among ids: [String]) -> ExplanationError {
        let parts = id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let transit = parts.count >= 3 ? ".\(parts[1..<(parts.count - 1)].joined(separator: "."))." : nil
        let ranked = ids.map { other -> (rank: Int, id: String) in
            let isOfTransit = (transit.map { other.contains($0) } ?? false) || (!id.isEmpty && other.contains(id))
            let isOfRule = other.hasPrefix("\(parts[0]).")
            return ((isOfTransit ? 0 : 2) + (isOfRule ? 0 : 1), other)
        }
        let near = ranked.filter { $0.rank < 3 }.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }.prefix(10)
        let hint: String
        if !near.isEmpty {
            hint = "; near it: \(near.map(\.id).joined(separator: ", "))"
        } else if ids.isEmpty {
            hint = "; there are no alerts at all"
        } else {
            hint = "; there are \(ids.count) alerts, none of that rule or transit, such as \(ids[0])"
        }
        return ExplanationError(description: "there is no alert “\(id)” in what was played\(hint)")
    }
}
