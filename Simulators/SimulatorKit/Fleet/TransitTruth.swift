public import Customs

/// What really happened on a simulated transit, for judging what was found.
public struct TransitTruth: Sendable, Hashable, Codable {
    /// Something that a rule must find.
    public struct Anomaly: Sendable, Hashable, Codable {
        public var rule: RuleCode
        public var startedAt: Timestamp
        /// `nil` where it lasts.
        public var endedAt: Timestamp?
        public var position: Coordinate
        public var note: String

        public init(rule: RuleCode, startedAt: Timestamp, endedAt: Timestamp?, position: Coordinate, note: String) {
            self.rule = rule
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.position = position
            self.note = note
        }
    }

    /// Something that looks like trouble and is none: no rule may fire for it.
    public struct Innocent: Sendable, Hashable, Codable {
        public enum Kind: String, Sendable, Codable, CaseIterable {
            case restStop = "rest-stop"
            case queueWait = "queue-wait"
            /// A stop outside the places for it, shorter than the limit.
            case shortStop = "short-stop"
            /// No reports for a time shorter than the limit.
            case gap
            /// Reports that were kept and sent later, together.
            case backlog
            /// Unlocked after its transit was closed.
            case unlockedAfterClose = "unlocked-after-close"
        }

        public var kind: Kind
        public var startedAt: Timestamp
        public var endedAt: Timestamp
        public var position: Coordinate
        public var zone: String?

        public init(kind: Kind, startedAt: Timestamp, endedAt: Timestamp, position: Coordinate, zone: String? = nil) {
            self.kind = kind
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.position = position
            self.zone = zone
        }
    }

    public var transit: String
    public var container: String
    public var seal: String
    public var route: String
    /// Facility codes.
    public var origin: String
    public var destination: String
    public var startsAt: Timestamp
    public var deadline: Timestamp
    /// When it left the origin's zone.
    public var departsAt: Timestamp
    /// When it came into the destination's zone.
    public var arrivesAt: Timestamp
    public var closesAt: Timestamp
    /// Reports that the seal made.
    public var reports: Int
    public var anomalies: [Anomaly]
    public var innocents: [Innocent]
}
