/// A consequence of an observation: what the ledger stores and what is published.
public struct Effect: Sendable, Hashable {
    /// The ledger's sequence number, counted by the Supervisor: the stream's `id`.
    public var sequence: Int64
    /// Evidence time.
    public var at: Timestamp
    public var kind: Kind

    public enum Kind: Sendable, Hashable {
        case report(StoredReport)
        case zone(ZoneChange)
        // The large and rare are boxed: every copy of an effect would copy them.
        indirect case transit(Transit)
        indirect case alert(AlertChange, Alert)
        indirect case gateEvent(GateEventRecord)
        indirect case visit(VisitChange)
        indirect case clearance(ClearanceDecision)
        indirect case manifest(ManifestRecord)
        indirect case outage(Outage)
        indirect case congestion(GateCongestion)
        indirect case forecastScored(ScoredForecast)
        indirect case zones(ZonesEdition)
    }

    public init(sequence: Int64, at: Timestamp, kind: Kind) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
    }
}

/// A report that was new, and what it belongs to.
public struct StoredReport: Sendable, Hashable {
    public var report: SealReport
    /// The count of all reports stored up to this one: it depends on reports alone, not on zones and rules.
    public var ordinal: Int64
    public var receivedAt: Timestamp
    /// What the seal seals: its transit's container, or the one that the device names.
    public var container: String?
    public var transit: String?
    /// Its fix contradicts what is known of the seal: kept and shown, and never deciding anything.
    public var isSuspect: Bool

    public init(
        report: SealReport, ordinal: Int64 = 0, receivedAt: Timestamp, container: String?, transit: String?,
        isSuspect: Bool = false
    ) {
        self.report = report
        self.ordinal = ordinal
        self.receivedAt = receivedAt
        self.container = container
        self.transit = transit
        self.isSuspect = isSuspect
    }
}

public enum AlertChange: String, Sendable, Codable { case raised, updated, cleared, withdrawn }

/// A seal met a zone.
public struct ZoneChange: Sendable, Hashable {
    public enum Change: String, Sendable, Codable {
        case entered, exited
        /// Went through with no fix inside.
        case crossed
    }

    public var change: Change
    public var seal: String
    public var container: String?
    public var zone: String

    public init(change: Change, seal: String, container: String?, zone: String) {
        self.change = change
        self.seal = seal
        self.container = container
        self.zone = zone
    }
}
