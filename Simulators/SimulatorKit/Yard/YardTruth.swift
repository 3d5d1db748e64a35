public import Customs

/// What really happened to a container of a simulated yard, or with a vessel's call, for judging what was found.
public struct YardTruth: Sendable, Hashable, Codable {
    /// `nil` where it is about a call.
    public var container: String?
    /// The vessel's call that it is about, or that brought or took the container.
    public var call: String?
    /// The facility's code.
    public var facility: String
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    public var anomalies: [TransitTruth.Anomaly]
    public var innocents: [TransitTruth.Innocent]

    public init(
        container: String?, call: String?, facility: String, startsAt: Timestamp, endsAt: Timestamp,
        anomalies: [TransitTruth.Anomaly], innocents: [TransitTruth.Innocent]
    ) {
        self.container = container
        self.call = call
        self.facility = facility
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.anomalies = anomalies
        self.innocents = innocents
    }
}
