public import Customs

/// A miss or a false alert, with enough to find it again.
public struct DetectionProblem: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case missed
        /// Found, but only when it was too late.
        case late
        case falseAlert = "false"
        /// A second alert for what was already found.
        case duplicate
    }

    public var kind: Kind
    public var rule: RuleCode
    /// The transit; in a yard the container or the call.
    public var transit: String
    public var startedAt: Timestamp
    /// What happened, or what the alert says, in words.
    public var note: String
}
