public import Customs

/// Where a container is and what concerns it now (the answer of `/v1/containers/{number}`).
public struct ContainerSummary: Sendable, Hashable, Codable {
    /// The container's stay at a facility.
    public struct Visit: Sendable, Hashable, Codable {
        public var facility: String
        public var since: Timestamp
        /// The gate event that began it, where one was posted.
        public var eventId: String?

        /// A stay that began at `since`.
        public init(facility: String, since: Timestamp, eventId: String? = nil) {
            self.facility = facility
            self.since = since
            self.eventId = eventId
        }
    }

    public var container: String
    /// Whether its check digit fits (ISO 6346).
    public var numberIsValid: Bool
    /// The seal on it.
    public var seal: String?
    /// The newest known position.
    public var position: SealPosition?
    public var visit: Visit?
    /// Its open transit, or else its last one.
    public var transit: Transit?
    public var lastGateEvent: GateEventRecord?
    /// Active alerts, newest first.
    public var openAlerts: [Alert]

    /// What is known of a container.
    public init(
        container: String, seal: String? = nil, position: SealPosition? = nil, visit: Visit? = nil,
        transit: Transit? = nil, lastGateEvent: GateEventRecord? = nil, openAlerts: [Alert] = []
    ) {
        self.container = container
        numberIsValid = ContainerNumber.isValid(container)
        self.seal = seal
        self.position = position
        self.visit = visit
        self.transit = transit
        self.lastGateEvent = lastGateEvent
        self.openAlerts = openAlerts
    }
}
