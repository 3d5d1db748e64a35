/// How long an active alert may wait for somebody to acknowledge it before it is escalated, by its severity.
public struct EscalationSettings: Hashable, Sendable, Codable {
    private var seconds: [String: Double] = [:]

    /// Nothing is escalated.
    public init() {}

    /// Seconds after its detection; `nil` where alerts of the severity are never escalated.
    public subscript(_ severity: Severity) -> Double? {
        get { seconds[severity.rawValue] }
        set { seconds[severity.rawValue] = newValue }
    }

    /// Whether anything is ever escalated.
    public var isOn: Bool { !seconds.isEmpty }
}
