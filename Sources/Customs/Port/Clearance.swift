/// What Customs decided for a container under a declaration.
public enum ClearanceStatus: String, Sendable, Codable, CaseIterable {
    /// It may leave.
    case released
    case held
    /// Selected for the scanner.
    case scan
    /// Selected for inspection.
    case inspection
    /// An earlier release is taken back.
    case revoked

    /// Whether the container must stay whatever else was decided.
    public var isHold: Bool { self == .held || self == .scan || self == .inspection }
}

/// What the customs system puts: one decision for containers of a declaration.
public struct ClearanceOrder: Hashable, Sendable, Codable {
    public var declaration: String
    /// Those decided on; others of the declaration stay as they were. `nil` for all that it has named so far.
    public var containers: [String]?
    public var status: ClearanceStatus
    public var reason: String?
    /// From when it holds, where the customs system decided before it could say so; never later than it was received.
    public var decidedAt: Timestamp?

    public init(
        declaration: String, containers: [String]?, status: ClearanceStatus, reason: String? = nil,
        decidedAt: Timestamp? = nil
    ) {
        self.declaration = declaration
        self.containers = containers
        self.status = status
        self.reason = reason
        self.decidedAt = decidedAt
    }
}

/// A decision as kept: what was put, by whom and when. Earlier ones are never rewritten.
public struct ClearanceDecision: Hashable, Sendable, Codable {
    public var declaration: String
    /// Every container that it decides on, sorted.
    public var containers: [String]
    public var status: ClearanceStatus
    public var reason: String?
    /// From when it holds: when it was received, unless the customs system says that it decided earlier.
    public var decidedAt: Timestamp
    public var by: String
    /// The ledger's sequence number.
    public var sequence: Int64

    public init(
        declaration: String, containers: [String], status: ClearanceStatus, reason: String?, decidedAt: Timestamp,
        by: String, sequence: Int64
    ) {
        self.declaration = declaration
        self.containers = containers
        self.status = status
        self.reason = reason
        self.decidedAt = decidedAt
        self.by = by
        self.sequence = sequence
    }
}

/// A decision for one container.
public struct ClearanceFact: Hashable, Sendable, Codable {
    public var declaration: String
    public var status: ClearanceStatus
    public var reason: String?
    public var decidedAt: Timestamp
    public var sequence: Int64

    public init(declaration: String, status: ClearanceStatus, reason: String?, decidedAt: Timestamp, sequence: Int64) {
        self.declaration = declaration
        self.status = status
        self.reason = reason
        self.decidedAt = decidedAt
        self.sequence = sequence
    }

    public init(_ decision: ClearanceDecision) {
        self.init(
            declaration: decision.declaration, status: decision.status, reason: decision.reason,
            decidedAt: decision.decidedAt, sequence: decision.sequence)
    }
}

/// A declaration's clearance: what holds for each container now, and every decision, oldest first.
public struct ClearanceRecord: Hashable, Sendable, Codable {
    public struct Container: Hashable, Sendable, Codable {
        public var number: String
        public var status: ClearanceStatus
        public var since: Timestamp

        public init(number: String, status: ClearanceStatus, since: Timestamp) {
            self.number = number
            self.status = status
            self.since = since
        }
    }

    public var declaration: String
    public var containers: [Container]
    public var history: [ClearanceDecision]

    public init(declaration: String, containers: [Container], history: [ClearanceDecision]) {
        self.declaration = declaration
        self.containers = containers
        self.history = history
    }
}
