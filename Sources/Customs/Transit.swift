/// How far a transit has come.
public enum TransitStatus: String, Sendable, Codable, CaseIterable {
    /// Posted; the container has not left its origin.
    case open
    case inTransit = "in-transit"
    case arrived, closed, cancelled

    /// Ended by an officer.
    public var isEnded: Bool { self == .closed || self == .cancelled }
}

/// What an officer posts to open a transit.
public struct TransitOrder: Hashable, Sendable, Codable {
    /// The transit's id; the server makes one where it is absent.
    public var transit: String?
    public var container: String
    public var seal: String
    public var declaration: String
    /// Facility codes.
    public var origin: String
    public var destination: String
    /// The id of a route zone.
    public var route: String?
    /// Reports from this fix time on belong to the transit; default when posted.
    public var startsAt: Timestamp?
    public var deadline: Timestamp
    public var plate: String?

    public init(
        transit: String? = nil, container: String, seal: String, declaration: String, origin: String,
        destination: String, route: String? = nil, startsAt: Timestamp? = nil, deadline: Timestamp,
        plate: String? = nil
    ) {
        self.transit = transit
        self.container = container
        self.seal = seal
        self.declaration = declaration
        self.origin = origin
        self.destination = destination
        self.route = route
        self.startsAt = startsAt
        self.deadline = deadline
        self.plate = plate
    }
}

/// One container under one seal, from an office of departure to an office of destination.
public struct Transit: Hashable, Sendable, Codable {
    public var transit: String
    public var container: String
    public var seal: String
    public var declaration: String
    public var origin: String
    public var destination: String
    public var route: String?
    public var startsAt: Timestamp
    public var deadline: Timestamp
    public var plate: String?
    public var status: TransitStatus
    public var openedAt: Timestamp
    public var openedBy: String
    public var departedAt: Timestamp?
    public var arrivedAt: Timestamp?
    public var endedAt: Timestamp?
    public var endedBy: String?
    public var reason: String?

    public init(order: TransitOrder, id: String, openedAt: Timestamp, openedBy: String) {
        transit = id
        container = order.container
        seal = order.seal
        declaration = order.declaration
        origin = order.origin
        destination = order.destination
        route = order.route
        // Devices say whole seconds: what a seal reports in the second of the posting belongs to it.
        startsAt = order.startsAt ?? Timestamp(milliseconds: openedAt.milliseconds / 1000 * 1000)
        deadline = order.deadline
        plate = order.plate
        status = .open
        self.openedAt = openedAt
        self.openedBy = openedBy
    }

    /// Whether a report with this fix time belongs to it.
    public func covers(_ fixTime: Timestamp) -> Bool {
        fixTime >= startsAt && (endedAt.map { fixTime <= $0 } ?? true)
    }
}
