public import Customs

/// What the centre asks of zones. They are edited through the pipeline, as a call like all others.
public protocol ZonesSource: Sendable {
    /// The zones in force.
    func zonesInForce() async throws -> ZonesDocument

    /// What an edit would have changed; `body` is the call's JSON.
    ///
    /// Throws a `Rejection` for a body that cannot be read, and `Unavailable` while another preview runs.
    func previewZones(_ body: [UInt8]) async throws -> ZonePreview
}

/// Zones as GeoJSON, as they were put, with the tag that changes with them.
public struct ZonesDocument: Sendable, Hashable {
    /// Without quotation marks.
    public var tag: String
    public var bytes: [UInt8]

    /// Joins zones to their tag.
    public init(tag: String, bytes: [UInt8]) {
        self.tag = tag
        self.bytes = bytes
    }
}

/// The alerts that other zones would have changed, by what was received from `from` on.
public struct ZonePreview: Sendable, Hashable, Codable {
    /// Alerts of each list that are named; the others are counted.
    public static let mostNamed = 1000

    /// An alert that would have been otherwise.
    public struct Change: Sendable, Hashable, Codable {
        public var was: Alert
        public var wouldBe: Alert

        /// Joins an alert to what it would have been.
        public init(was: Alert, wouldBe: Alert) {
            self.was = was
            self.wouldBe = wouldBe
        }
    }

    /// How many there are in all.
    public struct Counts: Sendable, Hashable, Codable {
        public var gained = 0
        public var lost = 0
        public var changed = 0

        /// None yet.
        public init() {}
    }

    public var from: Timestamp
    /// Up to what was received then it was looked at.
    public var through: Timestamp
    /// Whether all was looked at; `false` where that would have taken too long.
    public var complete: Bool
    /// Seal reports that were judged.
    public var reports: Int
    public var gained: [Alert] = []
    public var lost: [Alert] = []
    public var changed: [Change] = []
    public var counts = Counts()

    /// A preview that found nothing.
    public init(from: Timestamp, through: Timestamp, complete: Bool, reports: Int) {
        self.from = from
        self.through = through
        self.complete = complete
        self.reports = reports
    }
}
