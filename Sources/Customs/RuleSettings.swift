/// Whether a rule runs, how grave its alerts are, and its thresholds.
public struct RuleSettings: Hashable, Sendable, Codable {
    public var enabled: Bool
    public var severity: Severity
    public var thresholds: [String: Double]

    /// The contract's defaults of a rule.
    public init(defaultsOf rule: RuleCode) {
        enabled = true
        severity = rule.defaultSeverity
        thresholds = rule.defaultThresholds
    }

    /// A threshold by its key; the key must be one of the rule's own.
    public subscript(_ key: String) -> Double {
        guard let value = thresholds[key] else { preconditionFailure("the rule has no threshold \(key)") }
        return value
    }
}

/// The settings of every rule.
public struct RuleBook: Hashable, Sendable, Codable {
    private var settings: [String: RuleSettings]
    /// What `gate-report-late` holds events against where a facility or a type has its own.
    public var reportingDeadlines = ReportingDeadlines()
    /// What `congestion` holds gates and provinces against.
    public var congestion = CongestionSettings()
    /// How long an alert may wait for somebody to acknowledge it.
    public var escalation = EscalationSettings()

    /// The contract's defaults.
    public init() {
        settings = Dictionary(
            uniqueKeysWithValues: RuleCode.allCases.map { ($0.rawValue, RuleSettings(defaultsOf: $0)) })
    }

    public subscript(_ rule: RuleCode) -> RuleSettings {
        get { settings[rule.rawValue] ?? RuleSettings(defaultsOf: rule) }
        set { settings[rule.rawValue] = newValue }
    }
}
