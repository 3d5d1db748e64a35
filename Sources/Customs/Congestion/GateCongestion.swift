/// What is known of a gate's queue at a moment, and what is expected (the contract's congestion object).
public struct GateCongestion: Hashable, Sendable {
    /// How the gate serves those who wait.
    public enum Flow: String, Sendable, Codable, CaseIterable {
        /// Nothing says otherwise.
        case normal
        /// It lets through clearly less than usual.
        case reduced
        /// Nothing passes although vehicles wait and it should be open.
        case stopped
    }

    /// Evidence time.
    public var at: Timestamp
    /// The facility's code.
    public var gate: String
    public var kind: ZoneKind
    public var name: String
    public var nameVi: String
    public var province: String?
    public var level = CongestionLevel.unknown
    /// All who wait, those not seen estimated.
    public var vehiclesWaiting: Int?
    public var vehiclesWaitingRange: Interval?
    /// Those among them that a seal or a tracker shows.
    public var vehiclesSeen = 0
    /// Of one who joins now, from entering the queue to the gate-in; closed hours included.
    public var waitSeconds: Double?
    public var waitSecondsRange: Interval?
    /// Of those seen to pass in the last hour, the mean.
    public var measuredWaitSeconds: Double?
    public var arrivalsPerHour: Double?
    public var departuresPerHour: Double?
    /// As configured.
    public var capacityPerHour: Double?
    /// What it lets through now while vehicles wait.
    public var observedCapacityPerHour: Double?
    /// By its calendar, and not stopped by evidence.
    public var isOpen = true
    /// By its calendar alone.
    public var isOpenByCalendar = true
    /// When its calendar next opens or closes it; `nil` where it is always open.
    public var changesAt: Timestamp?
    public var flow = Flow.normal
    /// Since when the flow is reduced or stopped.
    public var flowSince: Timestamp?
    /// Of the vehicles that pass, the share that is seen.
    public var seenShare: Double?
    public var evidenceAt: Timestamp?
    public var isStale = false
    /// The gravest level expected within twelve hours, where it is graver than now, and when it is expected.
    public var expectedLevel: CongestionLevel?
    public var expectedAt: Timestamp?
    public var forecast: [QueueForecast] = []
    /// Gates for the same goods that take less time, the shortest first.
    public var advice: [GateAdvice] = []

    public init(
        at: Timestamp, gate: String, kind: ZoneKind, name: String, nameVi: String, province: String? = nil,
        capacityPerHour: Double? = nil
    ) {
        self.at = at
        self.gate = gate
        self.kind = kind
        self.name = name
        self.nameVi = nameVi
        self.province = province
        self.capacityPerHour = capacityPerHour
    }

    /// An 80 % interval.
    public struct Interval: Hashable, Sendable, Codable {
        public var p10: Double
        public var p90: Double

        public init(p10: Double, p90: Double) {
            self.p10 = p10
            self.p90 = p90
        }
    }
}

/// Another gate for the same goods, and what going there takes.
public struct GateAdvice: Hashable, Sendable, Codable {
    public var gate: String
    public var name: String
    public var nameVi: String
    /// From the one gate to the other.
    public var roadSeconds: Double
    /// Of one who arrives there after the road.
    public var waitSeconds: Double
    /// What it saves against waiting here.
    public var savedSeconds: Double

    public init(
        gate: String, name: String, nameVi: String, roadSeconds: Double, waitSeconds: Double, savedSeconds: Double
    ) {
        self.gate = gate
        self.name = name
        self.nameVi = nameVi
        self.roadSeconds = roadSeconds
        self.waitSeconds = waitSeconds
        self.savedSeconds = savedSeconds
    }
}
