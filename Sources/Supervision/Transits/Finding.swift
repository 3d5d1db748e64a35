import Customs

/// What a rule found in a transit's evidence; it becomes an alert when it is published.
struct Finding: Codable, Sendable, Hashable {
    var rule: RuleCode
    var startedAt: Timestamp
    /// Evidence time at which the rule's condition was complete.
    var firedAt: Timestamp
    var endedAt: Timestamp?
    /// A zone or facility that tells apart what one rule finds at one moment; empty where nothing needs telling apart.
    var qualifier = ""
    var facility: String?
    var position: Coordinate?
    var evidence: [String: EvidenceValue] = [:]
    /// Which of the rule's phrases tells it; empty for the only one.
    var variant = ""
    /// Values for the message's places beyond those of the transit.
    var words: [String: String] = [:]

    init(rule: RuleCode, startedAt: Timestamp, firedAt: Timestamp) {
        self.rule = rule
        self.startedAt = startedAt
        self.firedAt = firedAt
    }

    /// The key of its message in the phrase book.
    var phrase: String { variant.isEmpty ? rule.rawValue : "\(rule.rawValue).\(variant)" }

    /// Only an officer ends it.
    var isLatched: Bool {
        switch rule {
        case .sealTampered, .sealReportReplayed, .sealCloned, .gnssSpoofing, .gateEventWithoutPresence, .truckChanged:
            true
        default: false
        }
    }

    /// The alert's id in a transit.
    func alertID(subject: String) -> String {
        let base = "\(rule.rawValue).\(subject).\(startedAt.compact)"
        return qualifier.isEmpty ? base : "\(base).\(qualifier)"
    }
}

/// The findings of one transit, in the order in which they fired.
struct Findings: Codable, Sendable, Hashable {
    /// More than this of one rule in one transit says nothing new.
    static let limit = 128

    private(set) var all: [Finding] = []
    /// Counts changes, so that a step without any costs nothing to publish.
    private(set) var revision = 0

    mutating func open(_ finding: Finding) {
        revision += 1
        // Devices say whole seconds: what ends and begins again within one is one finding.
        if let index = all.lastIndex(where: {
            $0.rule == finding.rule && $0.startedAt == finding.startedAt && $0.qualifier == finding.qualifier
        }) {
            all[index] = finding
        } else if !isFull(finding.rule) {
            all.append(finding)
        }
    }

    /// Ends the rule's open finding with this qualifier.
    mutating func close(
        _ rule: RuleCode, qualifier: String = "", at time: Timestamp, evidence: [String: EvidenceValue] = [:]
    ) {
        guard let index = openIndex(rule, qualifier) else { return }
        all[index].endedAt = time
        all[index].evidence.merge(evidence) { _, new in new }
        revision += 1
    }

    /// Whether the rule has found so much that it finds nothing more.
    func isFull(_ rule: RuleCode) -> Bool { all.count >= Self.limit && all.count { $0.rule == rule } >= Self.limit }

    func isOpen(_ rule: RuleCode, qualifier: String = "") -> Bool { openIndex(rule, qualifier) != nil }

    /// Ends everything that is not latched: the transit is over. What a gate was told of later ends with it too.
    mutating func closeAll(at time: Timestamp) {
        for index in all.indices where (all[index].endedAt ?? .distantFuture) > time && !all[index].isLatched {
            all[index].endedAt = time
            revision += 1
        }
    }

    private func openIndex(_ rule: RuleCode, _ qualifier: String) -> Int? {
        all.lastIndex { $0.rule == rule && $0.endedAt == nil && $0.qualifier == qualifier }
    }
}
