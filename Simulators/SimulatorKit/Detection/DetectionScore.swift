public import Customs

/// Holds alerts against the truth: by rule what was found, what was missed and what was made up.
///
/// An alert finds an anomaly of the same rule and transit (of a meeting: of either transit; in a yard: of the same
/// container or call) that it starts in, give or take the tolerance; one alert finds one anomaly. Withdrawn alerts count
/// for nothing.
public struct DetectionScore: Sendable {
    /// One rule's results.
    public struct Row: Sendable, Hashable {
        public var truths = 0
        public var found = 0
        public var falseAlerts = 0
        /// Seconds from the anomaly's start until it was known, of those found.
        public var delays: [Double] = []

        public init() {}

        public var precision: Double {
            found + falseAlerts == 0 ? 1 : Double(found) / Double(found + falseAlerts)
        }
        public var recall: Double { truths == 0 ? 1 : Double(found) / Double(truths) }
    }

    public let rules: [RuleCode]
    /// Seconds by which an alert may name another start: fixes come by the interval.
    public let toleranceSeconds: Double
    public private(set) var rows: [RuleCode: Row] = [:]
    public private(set) var problems: [DetectionProblem] = []
    public private(set) var transits = 0
    public private(set) var transitHours = 0.0
    /// How often each kind of innocent was there, and how many false alerts fell into one.
    public private(set) var innocents: [TransitTruth.Innocent.Kind: (seen: Int, disturbed: Int)] = [:]

    /// The rules that a fleet has truth for.
    public static let simulatedRules = RuleCode.allCases.filter { Set(AnomalyKind.allCases.map(\.rule)).contains($0) }

    /// The rules that a yard has truth for.
    public static let yardRules = RuleCode.allCases.filter { Set(YardAnomaly.allCases.map(\.rule)).contains($0) }

    public init(rules: [RuleCode] = Self.simulatedRules, toleranceSeconds: Double = 300) {
        self.rules = rules
        self.toleranceSeconds = toleranceSeconds
    }

    /// All rules together.
    public var overall: Row {
        rules.reduce(into: Row()) { sum, rule in
            let row = rows[rule] ?? Row()
            sum.truths += row.truths
            sum.found += row.found
            sum.falseAlerts += row.falseAlerts
            sum.delays += row.delays
        }
    }

    /// False alerts for each 1,000 hours that transits were open.
    public func falsePerThousandHours(_ row: Row) -> Double {
        transitHours == 0 ? 0 : Double(row.falseAlerts) * 1000 / transitHours
    }

    /// What is judged: a transit, or in a yard a container or a vessel's call.
    private struct Subject {
        let name: String
        let startsAt: Timestamp
        let endsAt: Timestamp
        let anomalies: [TransitTruth.Anomaly]
        let alsoAllowed: [TransitTruth.Allowance]
        let innocents: [TransitTruth.Innocent]
        /// Where and how it was, in words.
        let story: String

        init(_ truth: TransitTruth) {
            name = truth.transit
            (startsAt, endsAt) = (truth.startsAt, truth.closesAt)
            anomalies = truth.anomalies
            alsoAllowed = truth.alsoAllowed ?? []
            innocents = truth.innocents
            story = "every \(truth.intervalSeconds) s on \(truth.route)"
        }

        init(_ truth: YardTruth) {
            name = truth.container ?? truth.call ?? ""
            (startsAt, endsAt) = (truth.startsAt, truth.endsAt)
            anomalies = truth.anomalies
            alsoAllowed = []
            innocents = truth.innocents
            story = "in \(truth.facility)"
        }
    }

    /// Judges transits by all the alerts there were in the end.
    ///
    /// - Parameter alerts: Each alert's last state; those of other transits and rules are left aside.
    public mutating func judge(_ truths: [TransitTruth], alerts: [Alert]) {
        let bySeal = Dictionary(truths.map { ($0.seal, $0.transit) }, uniquingKeysWith: { first, _ in first })
        let byContainer = Dictionary(
            truths.map { ($0.container, $0.transit) }, uniquingKeysWith: { first, _ in first })
        transits += truths.count
        transitHours += truths.reduce(0) { $0 + $1.closesAt.seconds(since: $1.startsAt) / 3600 }
        judge(truths.map(Subject.init), alerts: alerts) { alert in
            // A finding about the device, or about a gate event, may name no transit.
            alert.transit ?? alert.seal.flatMap { bySeal[$0] } ?? alert.container.flatMap { byContainer[$0] }
        }
    }

    /// Judges a yard's containers and calls, likewise.
    public mutating func judge(_ truths: [YardTruth], alerts: [Alert]) {
        judge(truths.map(Subject.init), alerts: alerts) { alert in
            if let container = alert.container { return container }
            guard case .text(let call) = alert.evidence["call"] else { return nil }
            return call
        }
    }

    private mutating func judge(_ subjects: [Subject], alerts: [Alert], name: (Alert) -> String?) {
        let known = Set(subjects.map(\.name))
        var open: [String: [Alert]] = [:]
        for alert in alerts where alert.status != .withdrawn && rules.contains(alert.rule) {
            guard let name = name(alert), known.contains(name) else { continue }
            open[name, default: []].append(alert)
        }
        for (name, list) in open {
            open[name] = list.sorted { ($0.startedAt, $0.detectedAt, $0.id) < ($1.startedAt, $1.detectedAt, $1.id) }
        }
        for subject in subjects {
            for anomaly in subject.anomalies where rules.contains(anomaly.rule) {
                seek(anomaly, of: subject, in: &open)
            }
        }
        for subject in subjects { condemn(open[subject.name] ?? [], of: subject) }
    }

    private mutating func seek(
        _ anomaly: TransitTruth.Anomaly, of subject: Subject, in open: inout [String: [Alert]]
    ) {
        rows[anomaly.rule, default: Row()].truths += 1
        var tooLate = false
        for transit in [subject.name, anomaly.other].compactMap(\.self) {
            let index = open[transit]?.firstIndex { alert in
                alert.rule == anomaly.rule && covers(anomaly, of: subject, alert.startedAt)
            }
            guard let index, let alert = open[transit]?.remove(at: index) else { continue }
            if let knownBy = anomaly.knownBy, alert.detectedAt > knownBy {
                tooLate = true
                continue
            }
            rows[anomaly.rule, default: Row()].found += 1
            rows[anomaly.rule]?.delays.append(max(0, alert.detectedAt.seconds(since: anomaly.startedAt)))
            return
        }
        problems.append(
            DetectionProblem(
                kind: tooLate ? .late : .missed, rule: anomaly.rule, transit: subject.name,
                startedAt: anomaly.startedAt,
                note: "\(anomaly.note); \(subject.story), until "
                    + "\(anomaly.endedAt?.rfc3339 ?? "the end")"))
    }

    private func covers(_ anomaly: TransitTruth.Anomaly, of subject: Subject, _ time: Timestamp) -> Bool {
        let from = min(anomaly.earliest ?? anomaly.startedAt, anomaly.startedAt)
        let to = max(anomaly.endedAt ?? subject.endsAt, anomaly.startedAt)
        return time >= from.advanced(bySeconds: -toleranceSeconds) && time <= to.advanced(bySeconds: toleranceSeconds)
    }

    /// What nothing answers to is false, unless it follows from an anomaly by the rule's own words.
    private mutating func condemn(_ alerts: [Alert], of subject: Subject) {
        for innocent in subject.innocents { innocents[innocent.kind, default: (0, 0)].seen += 1 }
        for alert in alerts {
            let isAllowed = subject.alsoAllowed.contains { allowance in
                allowance.rule == alert.rule
                    && alert.startedAt >= allowance.startedAt.advanced(bySeconds: -toleranceSeconds)
                    && alert.startedAt <= allowance.endedAt.advanced(bySeconds: toleranceSeconds)
            }
            if isAllowed { continue }
            rows[alert.rule, default: Row()].falseAlerts += 1
            let isSecond = subject.anomalies.contains {
                $0.rule == alert.rule && covers($0, of: subject, alert.startedAt)
            }
            let around = subject.innocents.filter {
                alert.startedAt >= $0.startedAt.advanced(bySeconds: -toleranceSeconds)
                    && alert.startedAt <= $0.endedAt.advanced(bySeconds: toleranceSeconds)
            }
            for kind in Set(around.map(\.kind)) { innocents[kind, default: (0, 0)].disturbed += 1 }
            let story = subject.anomalies.map(\.rule.rawValue) + around.map(\.kind.rawValue)
            problems.append(
                DetectionProblem(
                    kind: isSecond ? .duplicate : .falseAlert, rule: alert.rule, transit: subject.name,
                    startedAt: alert.startedAt,
                    note: "“\(alert.message)”; \(subject.story); there: "
                        + (story.isEmpty ? "nothing" : story.joined(separator: ", "))))
        }
    }
}
