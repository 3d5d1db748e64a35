/// A container's stay at a facility, from the gate events that are live.
public struct Visit: Hashable, Sendable, Codable {
    /// A gate event that begins or ends a stay.
    public struct Side: Hashable, Sendable, Codable {
        public var time: Timestamp
        /// The event's id, and the account that posted it; `nil` where it is inferred from an event elsewhere.
        public var eventId: String?
        public var account: String?
        public var type: GateEvent.Kind?
        /// Seconds from the event to its receipt.
        public var latenessSeconds: Double?

        public init(
            time: Timestamp, eventId: String?, account: String?, type: GateEvent.Kind?, latenessSeconds: Double?
        ) {
            self.time = time
            self.eventId = eventId
            self.account = account
            self.type = type
            self.latenessSeconds = latenessSeconds
        }

        private enum CodingKeys: String, CodingKey {
            case time, eventId, account, type
            case latenessSeconds = "lateness"
        }
    }

    public var container: String
    public var facility: String
    /// Its first event there: gate-in or discharge; where it is known by another event only, that one.
    public var arrival: Side
    /// `false` where no gate-in or discharge was reported: the stay began at some time before `arrival`.
    public var hasArrivalEvent: Bool
    /// Gate-out or load; `nil` while it stands there.
    public var departure: Side?
    public var sizeType: String?
    public var fullEmpty: GateEvent.FullEmpty?
    /// Numbers of the seals that the newest event of the stay listed, sorted.
    public var seals: [String]
    public var declaration: String?
    public var call: String?

    public init(container: String, facility: String, arrival: Side, hasArrivalEvent: Bool) {
        self.container = container
        self.facility = facility
        self.arrival = arrival
        self.hasArrivalEvent = hasArrivalEvent
        seals = []
    }

    /// Whether it stood there at a moment.
    public func covers(_ time: Timestamp) -> Bool {
        arrival.time <= time && (departure.map { time < $0.time } ?? true)
    }
}

/// A stay as it is known now. Late events move, join and split stays: what was known before under another key is removed.
public struct VisitChange: Hashable, Sendable {
    public var visit: Visit
    /// It was published before and is no more.
    public var isRemoved: Bool

    public init(_ visit: Visit, isRemoved: Bool = false) {
        self.visit = visit
        self.isRemoved = isRemoved
    }
}
