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
        /// The earliest onset that a rule may rightly name, where the evidence speaks of an earlier time.
        public var earliest: Timestamp?
        /// When it must be known, where later is too late.
        public var knownBy: Timestamp?
        /// The other transit of a meeting; the alert may be either's.
        public var other: String?

        public init(
            rule: RuleCode, startedAt: Timestamp, endedAt: Timestamp?, position: Coordinate, note: String,
            earliest: Timestamp? = nil, knownBy: Timestamp? = nil, other: String? = nil
        ) {
            self.rule = rule
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.position = position
            self.note = note
            self.earliest = earliest
            self.knownBy = knownBy
            self.other = other
        }
    }

    /// An alert that follows from an anomaly by the rule's own definition; it counts neither as found nor as false.
    public struct Allowance: Sendable, Hashable, Codable {
        public var rule: RuleCode
        public var startedAt: Timestamp
        public var endedAt: Timestamp

        public init(rule: RuleCode, startedAt: Timestamp, endedAt: Timestamp) {
            self.rule = rule
            self.startedAt = startedAt
            self.endedAt = endedAt
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
            /// In a stretch of road without a network.
            case coverageHole = "coverage-hole"
            case nearLimitStop = "near-limit-stop"
            case longRest = "long-rest"
            case corridorDetour = "corridor-detour"
            case shortExcursion = "short-excursion"
            case fenceParking = "fence-parking"
            case mountainRoad = "mountain-road"
            case nightTraffic = "night-traffic"
            case tunnel
            case lateReports = "late-reports"
            case longBacklog = "long-backlog"
            case motorway
            case speedSpike = "speed-spike"
            case sleepyDevice = "sleepy-device"
            case restAreaCompany = "rest-area-company"
            case standingApart = "standing-apart"
            case borderQueue = "border-queue"
            case announcedOutage = "announced-outage"
            case correctedEvent = "corrected-event"
            case cancelledEvent = "cancelled-event"
            case holdLifted = "hold-lifted"
            case wholeMinutes = "whole-minutes"
            case twoSystems = "two-systems"
            case outOfOrder = "out-of-order"
            case plateSpelling = "plate-spelling"
            case carrierSeal = "carrier-seal"
            // Of a yard.
            case emptyWithoutClearance = "empty-without-clearance"
            case secondVisit = "second-visit"
            case longStorage = "long-storage"
            case earlyRelease = "early-release"
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
    /// Seconds between two reports on the road.
    public var intervalSeconds: Int
    public var anomalies: [Anomaly]
    /// `nil` where nothing else follows from the anomalies.
    public var alsoAllowed: [Allowance]?
    public var innocents: [Innocent]
}
