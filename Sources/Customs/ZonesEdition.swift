/// Zones that are to take the place of those in force.
public struct ZoneEdit: Sendable, Hashable {
    public var zones: [Zone]
    /// The FeatureCollection as it came, with all that it says besides.
    public var geoJSON: [UInt8]
    /// The edition that was changed; the edit is refused where another is in force. `nil` for any.
    public var basedOn: Int?

    /// An edit of the edition `basedOn`.
    public init(zones: [Zone], geoJSON: [UInt8], basedOn: Int? = nil) {
        self.zones = zones
        self.geoJSON = geoJSON
        self.basedOn = basedOn
    }
}

/// Zones as they came into force.
public struct ZonesEdition: Sendable, Hashable, Codable {
    /// Counts the edits, from 1; 0 are the zones of the configuration's file.
    public var number: Int
    /// When, and by whose account.
    public var at: Timestamp
    public var by: String
    /// In the order in which they were put.
    public var zones: [Zone]
    /// The FeatureCollection as it came.
    public var geoJSON: [UInt8]

    /// Joins zones to their source and to who put them.
    public init(number: Int, at: Timestamp, by: String, zones: [Zone], geoJSON: [UInt8]) {
        self.number = number
        self.at = at
        self.by = by
        self.zones = zones
        self.geoJSON = geoJSON
    }

    /// Names the edition and its bytes: the same tag, the same zones.
    public var tag: String { "\(number)-\(String(StableHash.of(geoJSON), radix: 16))" }

    /// What is said of an edition without its zones.
    public struct Summary: Sendable, Hashable, Codable {
        public var edition: Int
        /// How many zones it has.
        public var zones: Int
        public var at: Timestamp
        public var by: String
    }

    public var summary: Summary { Summary(edition: number, zones: zones.count, at: at, by: by) }
}
