/// Which containers stood in a facility at a moment; ordered by container number.
public struct StockQuery: Sendable, Hashable {
    public var facility: String
    /// `nil` for now.
    public var at: Timestamp?
    public var container: String?
    /// Only those that may leave.
    public var isEligibleOnly = false
    /// As the release rule has it.
    public var emptiesNeedRelease = false
    public var page = PageRequest()

    public init(facility: String) { self.facility = facility }
}

/// A container in a facility's stock.
public struct StockItem: Sendable, Hashable, Codable {
    public var container: String
    public var since: Timestamp
    /// `false` where no gate-in or discharge was reported: it stands there since some time before `since`.
    public var sinceIsReported: Bool
    /// Seconds from the arrival to its report.
    public var lateness: Double?
    public var sizeType: String?
    public var fullEmpty: GateEvent.FullEmpty?
    public var seals: [String]
    public var declaration: String?
    public var call: String?
    /// What Customs decided last; `nil` where nothing.
    public var status: ClearanceStatus?
    /// Whether it may leave, by the release rule.
    public var allowed: Bool
    public var reasons: [ReleaseCheck.Reason]

    public init(_ visit: Visit, _ check: ReleaseCheck, latest: ClearanceFact?) {
        container = visit.container
        since = visit.arrival.time
        sinceIsReported = visit.hasArrivalEvent
        lateness = visit.arrival.latenessSeconds
        sizeType = visit.sizeType
        fullEmpty = visit.fullEmpty
        seals = visit.seals
        declaration = check.clearance?.declaration ?? visit.declaration ?? latest?.declaration
        call = visit.call
        status = latest?.status
        allowed = check.allowed
        reasons = check.reasons
    }
}

/// How punctually an operator's account reported on one day; the day is of the received time in the site's time zone.
public struct ReportingRow: Sendable, Hashable, Codable {
    /// `2026-03-02`.
    public var day: String
    public var account: String
    public var facility: String
    /// Events taken, corrections among them.
    public var events: Int
    /// Seconds from event to receipt, over events that were not a backlog of an announced outage.
    public var medianDelay: Double?
    public var percentile95Delay: Double?
    /// Later than their deadline, without the backlog.
    public var late: Int
    /// Came late because of an announced outage.
    public var backlog: Int
    public var corrections: Int
    public var cancellations: Int
    /// Posted and refused. Those that name no facility are under the facility "".
    public var rejections: Int

    public init(
        day: String, account: String, facility: String, events: Int, medianDelay: Double?, percentile95Delay: Double?,
        late: Int, backlog: Int, corrections: Int, cancellations: Int, rejections: Int
    ) {
        self.day = day
        self.account = account
        self.facility = facility
        self.events = events
        self.medianDelay = medianDelay
        self.percentile95Delay = percentile95Delay
        self.late = late
        self.backlog = backlog
        self.corrections = corrections
        self.cancellations = cancellations
        self.rejections = rejections
    }
}

/// Which rows of the reporting table; days as `ReportingRow.day`, both included.
public struct ReportingQuery: Sendable, Hashable {
    /// `nil` for every facility; an operator's own are put here.
    public var facilities: [String]?
    public var fromDay: String
    public var toDay: String
    /// The IANA zone that days are counted in.
    public var timeZone: String

    public init(facilities: [String]? = nil, fromDay: String, toDay: String, timeZone: String) {
        self.facilities = facilities
        self.fromDay = fromDay
        self.toDay = toDay
        self.timeZone = timeZone
    }
}

/// Which live gate events DCSA's track and trace asks for; every list means one of, `nil` any.
public struct EquipmentEventQuery: Sendable, Hashable {
    public var facilities: [String]?
    public var types: [GateEvent.Kind]?
    public var containers: [String]?
    public var bookings: [String]?
    public var billsOfLading: [String]?
    /// When it was received: at or after, after, at or before, before.
    public var receivedFrom: Timestamp?
    public var receivedAfter: Timestamp?
    public var receivedTo: Timestamp?
    public var receivedBefore: Timestamp?
    public var isNewestFirst = false
    public var page = PageRequest()

    public init() {}
}
