/// What an operator announces when its system is down.
public struct OutageOrder: Hashable, Sendable, Codable {
    /// The outage's id; the server makes one where it is absent.
    public var outage: String?
    public var startsAt: Timestamp
    public var reason: String

    public init(outage: String? = nil, startsAt: Timestamp, reason: String) {
        self.outage = outage
        self.startsAt = startsAt
        self.reason = reason
    }
}

/// A time in which an operator cannot report: what comes late because of it is a backlog.
public struct Outage: Hashable, Sendable, Codable {
    public var outage: String
    public var facility: String
    public var startsAt: Timestamp
    public var announcedAt: Timestamp
    public var announcedBy: String
    public var reason: String
    /// When the operator's system worked again; `nil` while it does not.
    public var endsAt: Timestamp?
    /// When the end was announced.
    public var endAnnouncedAt: Timestamp?

    public init(
        outage: String, facility: String, startsAt: Timestamp, announcedAt: Timestamp, announcedBy: String,
        reason: String
    ) {
        self.outage = outage
        self.facility = facility
        self.startsAt = startsAt
        self.announcedAt = announcedAt
        self.announcedBy = announcedBy
        self.reason = reason
    }

    /// Whether the outage explains that an event came late.
    ///
    /// It does for what was due while it lasted and came within `deadline` seconds of its end. An outage that is announced
    /// later than `deadline` after its start counts from that long before the announcement: nobody explains last week's
    /// lateness today.
    public func explains(eventAt time: Timestamp, receivedAt: Timestamp, deadline: Double) -> Bool {
        let start = max(startsAt, announcedAt.advanced(bySeconds: -deadline))
        guard time.advanced(bySeconds: deadline) >= start else { return false }
        guard let endsAt else { return true }
        return time <= endsAt && receivedAt <= endsAt.advanced(bySeconds: deadline)
    }
}
