/// A finding of a rule (the contract's alert).
public struct Alert: Hashable, Sendable, Codable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        case active
        /// It was right and is over.
        case cleared
        /// Late evidence proved it wrong.
        case withdrawn
    }

    /// `rule.subject.onset`, so that folding the same evidence again finds the same alert.
    public var id: String
    public var rule: RuleCode
    public var severity: Severity
    public var status: Status
    public var acknowledged: Bool
    public var assignee: String?
    public var transit: String?
    public var container: String?
    public var seal: String?
    public var facility: String?
    /// When it began, in evidence time.
    public var startedAt: Timestamp
    /// When the evidence for it was complete and known.
    public var detectedAt: Timestamp
    public var clearedAt: Timestamp?
    /// When nobody had acknowledged it for as long as its severity allows; once only.
    public var escalatedAt: Timestamp?
    public var position: Coordinate?
    public var message: String
    public var messageVi: String
    /// The numbers that made the rule fire and the thresholds they were held against.
    public var evidence: [String: EvidenceValue]
    /// What officers did with it, oldest first.
    public var actions: [AlertAction]?

    public init(
        id: String, rule: RuleCode, severity: Severity, status: Status = .active, transit: String? = nil,
        container: String? = nil, seal: String? = nil, facility: String? = nil, startedAt: Timestamp,
        detectedAt: Timestamp, clearedAt: Timestamp? = nil, position: Coordinate? = nil, message: String = "",
        messageVi: String = "", evidence: [String: EvidenceValue] = [:]
    ) {
        self.id = id
        self.rule = rule
        self.severity = severity
        self.status = status
        acknowledged = false
        self.transit = transit
        self.container = container
        self.seal = seal
        self.facility = facility
        self.startedAt = startedAt
        self.detectedAt = detectedAt
        self.clearedAt = clearedAt
        self.position = position
        self.message = message
        self.messageVi = messageVi
        self.evidence = evidence
    }
}

/// What an officer did with an alert, and when.
public struct AlertAction: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable { case acknowledge, assign, comment, clear }

    public var kind: Kind
    public var at: Timestamp
    public var by: String
    public var comment: String?
    public var assignee: String?

    public init(kind: Kind, at: Timestamp, by: String, comment: String? = nil, assignee: String? = nil) {
        self.kind = kind
        self.at = at
        self.by = by
        self.comment = comment
        self.assignee = assignee
    }
}

/// A number or word in an alert's evidence.
public enum EvidenceValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case time(Timestamp)
}

extension EvidenceValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            let text = try container.decode(String.self)
            // Only the canonical form counts as a time, so that decoding and encoding give the same bytes.
            if let time = Timestamp(rfc3339: text), time.rfc3339 == text {
                self = .time(time)
            } else {
                self = .text(text)
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .time(let value): try container.encode(value)
        }
    }
}
