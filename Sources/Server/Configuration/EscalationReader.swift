import Customs

/// Reads the `escalation:` section: how long alerts of a severity may wait for somebody to acknowledge them.
enum EscalationReader {
    /// A second to a year.
    private static let seconds = 1.0...31_557_600

    static func read(_ top: inout YAMLReader) throws -> EscalationSettings {
        var settings = EscalationSettings()
        guard var section = try top.mapping("escalation") else { return settings }
        for severity in Severity.allCases {
            settings[severity] = try section.number(severity.rawValue, in: seconds)
        }
        try section.finish()
        return settings
    }
}
