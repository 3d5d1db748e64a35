public import Customs

/// Holds alerts against the truth: by rule what was found, what was missed and what was made up.
///
/// An alert finds an anomaly of the same rule and transit (of a meeting: of either transit) that it starts in, give or
/// take the tolerance; one alert finds one anomaly. Withdrawn alerts count for nothing.
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

    /// Judges transits by all the alerts there were in the end.
    ///
    /// - Parameter alerts: Each alert's last state; those of other transits and rules are left aside.
    public mutating func judge(_ truths: [TransitTruth], alerts: [Alert]) {
        let bySeal = Dictionary(grouping: truths, by: \.seal)
        let known = Set(truths.map(\.transit))
        var open: [String: [Alert]] = [:]
        for alert in alerts where alert.status != .withdrawn && rules.contains(alert.rule) {
            // A finding about the device may name no transit.
            let transit = alert.transit ?? alert.seal.flatMap { bySeal[$0]?.first?.transit }
            guard let transit, known.contains(transit) else { continue }
            open[transit, default: []].append(alert)
        }
        for (transit, list) in open {
            open[transit] = list.sorted { ($0.startedAt, $0.detectedAt, $0.id) < ($1.startedAt, $1.detectedAt, $1.id) }
        }
        for truth in truths {
            transits += 1
            transitHours += truth.closesAt.seconds(since: truth.startsAt) / 3600
            for anomaly in truth.anomalies where rules.contains(anomaly.rule) { seek(anomaly, of: truth, in: &open) }
        }
        for truth in truths { condemn(open[truth.transit] ?? [], of: truth) }
    }

    private mutating func seek(
        _ anomaly: TransitTruth.Anomaly, of truth: TransitTruth, in open: inout [String: [Alert]]
    ) {
        rows[anomaly.rule, default: Row()].truths += 1
        var tooLate = false
        for transit in [truth.transit, anomaly.other].compactMap(\.self) {
            let index = open[transit]?.firstIndex { alert in
                alert.rule == anomaly.rule && covers(anomaly, of: truth, alert.startedAt)
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
                kind: tooLate ? .late : .missed, rule: anomaly.rule, transit: truth.transit,
                startedAt: anomaly.startedAt,
                note: "\(anomaly.note); every \(truth.intervalSeconds) s on \(truth.route), until "
                    + "\(anomaly.endedAt?.rfc3339 ?? "the end")"))
    }

    private func covers(_ anomaly: TransitTruth.Anomaly, of truth: TransitTruth, _ time: Timestamp) -> Bool {
        let from = min(anomaly.earliest ?? anomaly.startedAt, anomaly.startedAt)
        let to = max(anomaly.endedAt ?? truth.closesAt, anomaly.startedAt)
        return time >= from.advanced(bySeconds: -toleranceSeconds) && time <= to.advanced(bySeconds: toleranceSeconds)
    }

    /// What nothing answers to is false, unless it follows from an anomaly by the rule's own words.
    private mutating func condemn(_ alerts: [Alert], of truth: TransitTruth) {
        for innocent in truth.innocents { innocents[innocent.kind, default: (0, 0)].seen += 1 }
        for alert in alerts {
            let isAllowed = truth.alsoAllowed?.contains { allowance in
                allowance.rule == alert.rule
                    && alert.startedAt >= allowance.startedAt.advanced(bySeconds: -toleranceSeconds)
                    && alert.startedAt <= allowance.endedAt.advanced(bySeconds: toleranceSeconds)
            }
            if isAllowed == true { continue }
            rows[alert.rule, default: Row()].falseAlerts += 1
            let isSecond = truth.anomalies.contains {
                $0.rule == alert.rule && covers($0, of: truth, alert.startedAt)
            }
            let around = truth.innocents.filter {
                alert.startedAt >= $0.startedAt.advanced(bySeconds: -toleranceSeconds)
                    && alert.startedAt <= $0.endedAt.advanced(bySeconds: toleranceSeconds)
            }
            for kind in Set(around.map(\.kind)) { innocents[kind, default: (0, 0)].disturbed += 1 }
            let story = truth.anomalies.map(\.rule.rawValue) + around.map(\.kind.rawValue)
            problems.append(
                DetectionProblem(
                    kind: isSecond ? .duplicate : .falseAlert, rule: alert.rule, transit: truth.transit,
                    startedAt: alert.startedAt,
                    note: "“\(alert.message)”; every \(truth.intervalSeconds) s on \(truth.route); there: "
                        + (story.isEmpty ? "nothing" : story.joined(separator: ", "))))
        }
    }
}
