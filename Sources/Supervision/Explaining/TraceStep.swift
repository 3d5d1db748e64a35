public import Customs

/// One step of a transit's evidence, with what a rule remembered before and after it.
public struct TraceStep: Sendable, Hashable {
    /// What the step was.
    public enum Kind: String, Sendable, Hashable, Encodable {
        case report
        /// A second body under a known number: refused, and evidence.
        case numberReused = "number-reused"
        case gateIn = "gate-in"
        case gateOut = "gate-out"
        case transitStarts = "transit-starts"
        case transitEnds = "transit-ends"
        /// Time passed with no evidence.
        case clock
    }

    /// What happened to one of the rule's findings.
    public enum FindingChange: String, Sendable, Hashable, Encodable { case opened, updated, closed, withdrawn }

    /// A zone's edge was met on the way.
    public struct ZoneMeeting: Sendable, Hashable, Encodable {
        public var change: ZoneChange.Change
        public var zone: String
        public var at: Timestamp
    }

    public var rule: RuleCode
    public var transit: String
    public var seal: String
    /// Evidence time.
    public var time: Timestamp
    public var kind: Kind
    /// When the evidence came; `nil` for the clock's own steps.
    public var receivedAt: Timestamp?
    public var sequence: Int64?
    /// `nil` for the usual boot, "0".
    public var boot: String?
    /// It came too late to be put among the positions: only what the seal says of itself counts.
    public var isTooLate = false
    /// Where the fix says it is, trusted or not.
    public var position: Coordinate?
    /// What the fix is worth: `plausible`, `implausible`, `resettled`, `first`, `poor`, `frozen` or `no-fix`.
    public var verdict: String?
    public var speedMetersPerSecond: Double?
    public var errorMeters: Double?
    public var satellites: Int?
    /// dB-Hz.
    public var carrierToNoise: Double?
    /// 0...1.
    public var battery: Double?
    /// Declared seconds between reports.
    public var interval: Double?
    public var state: SealState?
    /// Of a gate event.
    public var facility: String?
    /// Ids of the zones that it is in after the step.
    public var zones: [String] = []
    public var changes: [ZoneMeeting] = []
    /// The rule's memory before the step; `nil` for a rule that keeps none of its own.
    public var before: StateValue?
    public var after: StateValue?
    /// What else the rule judges by and other rules too, after the step: the stand, the way along the route.
    public var context: StateValue?
    /// What the step did to the rule's findings, in their order.
    public var findings: [FindingChange] = []

    init(rule: RuleCode, transit: String, seal: String, time: Timestamp, kind: Kind) {
        self.rule = rule
        self.transit = transit
        self.seal = seal
        self.time = time
        self.kind = kind
    }

    /// Whether the rule's memory or one of its findings is another after the step.
    public var changesRule: Bool { before != after || !findings.isEmpty }
}

extension TraceStep: Encodable {
    private enum CodingKeys: String, CodingKey {
        case type, rule, transit, seal, time, kind, receivedAt, tooLate, position, verdict, speed, eph, satellites
        case sequence = "seq"
        case carrierToNoise = "cn0"
        case boot, battery, interval, state, facility, zones, changes, before, after, context, finding
    }

    /// The line of `vasscm replay --explain`; names and units of the seal's fields are the contract's.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode("step", forKey: .type)
        try values.encode(rule, forKey: .rule)
        try values.encode(transit, forKey: .transit)
        try values.encode(seal, forKey: .seal)
        try values.encode(time, forKey: .time)
        try values.encode(kind, forKey: .kind)
        try values.encodeIfPresent(receivedAt, forKey: .receivedAt)
        try values.encodeIfPresent(sequence, forKey: .sequence)
        try values.encodeIfPresent(boot, forKey: .boot)
        if isTooLate { try values.encode(true, forKey: .tooLate) }
        try values.encodeIfPresent(position, forKey: .position)
        try values.encodeIfPresent(verdict, forKey: .verdict)
        try values.encodeIfPresent(speedMetersPerSecond, forKey: .speed)
        try values.encodeIfPresent(errorMeters, forKey: .eph)
        try values.encodeIfPresent(satellites, forKey: .satellites)
        try values.encodeIfPresent(carrierToNoise, forKey: .carrierToNoise)
        try values.encodeIfPresent(battery, forKey: .battery)
        try values.encodeIfPresent(interval, forKey: .interval)
        try values.encodeIfPresent(state, forKey: .state)
        try values.encodeIfPresent(facility, forKey: .facility)
        try values.encode(zones, forKey: .zones)
        try values.encode(changes, forKey: .changes)
        try values.encodeIfPresent(before, forKey: .before)
        try values.encodeIfPresent(after, forKey: .after)
        try values.encodeIfPresent(context, forKey: .context)
        if !findings.isEmpty {
            try values.encode(findings.map(\.rawValue).joined(separator: ", "), forKey: .finding)
        }
    }
}
