/// One page of a list (the contract's `{items, next}`).
public struct Page<Item: Sendable & Encodable>: Sendable, Encodable {
    public var items: [Item]
    /// Where the next page starts; `nil` after the last.
    public var next: String?

    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    private enum CodingKeys: String, CodingKey { case items, next }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(items, forKey: .items)
        try values.encode(next, forKey: .next)  // null is written: the contract names the key
    }
}

/// How much of a list is wanted. `cursor` is what a page's `next` said; 1 <= `limit` <= 1,000.
public struct PageRequest: Sendable, Hashable {
    public static let defaultLimit = 100
    public static let maximumLimit = 1000

    public var limit: Int
    public var cursor: String?

    public init(limit: Int = defaultLimit, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }
}

/// From `from`, inclusive, to `to`, exclusive; open where `nil`.
public struct TimeRange: Sendable, Hashable {
    public var from: Timestamp?
    public var to: Timestamp?

    public init(from: Timestamp? = nil, to: Timestamp? = nil) {
        self.from = from
        self.to = to
    }

    public func contains(_ time: Timestamp) -> Bool {
        (from.map { time >= $0 } ?? true) && (to.map { time < $0 } ?? true)
    }
}

/// Which points of a track, by their fix times.
public struct TrackQuery: Sendable, Hashable {
    public var range: TimeRange
    /// A track of more points is refused, before any are left out.
    public var limit: Int
    /// Leaves out points that lie no farther from the line that stays (`TrackSimplifier`); `nil` for none.
    public var toleranceMeters: Double?

    /// By default of at most a million points: more are refused rather than built in memory. A seal that reports every
    /// 30 s takes a year to a million.
    public init(range: TimeRange = TimeRange(), limit: Int = 1_000_000, toleranceMeters: Double? = nil) {
        self.range = range
        self.limit = limit
        self.toleranceMeters = toleranceMeters
    }
}

/// Which alerts, newest first; the range is over `startedAt`.
public struct AlertQuery: Sendable, Hashable {
    public var status: Alert.Status?
    public var rule: RuleCode?
    public var severity: Severity?
    public var container: String?
    public var transit: String?
    public var seal: String?
    public var facility: String?
    public var acknowledged: Bool?
    /// Whom an officer gave it to.
    public var assignee: String?
    public var range = TimeRange()
    public var page = PageRequest()

    public init() {}
}

/// Which transits, newest first.
public struct TransitQuery: Sendable, Hashable {
    public var status: TransitStatus?
    public var container: String?
    public var seal: String?
    public var page = PageRequest()

    public init() {}
}

/// Which gate events, newest first; the range is over the event's time.
public struct GateEventQuery: Sendable, Hashable {
    public var container: String?
    /// `nil` for any; an operator's own are put here.
    public var facilities: [String]?
    /// Also what was replaced or cancelled, and the cancellations.
    public var includesHistory = false
    public var range = TimeRange()
    public var page = PageRequest()

    public init() {}
}

/// Which rejections, newest first; the range is over the received time.
public struct RejectionQuery: Sendable, Hashable {
    public var reason: Rejection.Reason?
    public var range = TimeRange()
    public var page = PageRequest()

    public init() {}
}

/// A stretch of time in which a seal sealed a container.
public struct Sealing: Sendable, Hashable {
    public var seal: String
    public var container: String
    public var transit: String?
    public var from: Timestamp
    /// `nil` while it lasts.
    public var to: Timestamp?

    public init(seal: String, container: String, transit: String?, from: Timestamp, to: Timestamp?) {
        self.seal = seal
        self.container = container
        self.transit = transit
        self.from = from
        self.to = to
    }
}
