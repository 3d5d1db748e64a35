/// Something that happened, decoded: the Supervisor's only input.
public enum Observation: Hashable, Sendable {
    /// A seal's report. `digest` is a `StableHash` of its body: the same number with another body is a replay.
    case report(SealReport, ReportOrigin, digest: UInt64)
    indirect case gateEvent(GateEvent, by: Account)
    indirect case openTransit(TransitOrder, by: Account)
    case endTransit(id: String, status: TransitStatus, reason: String, by: Account)
    case alertAction(id: String, AlertAction)
    indirect case clearance(ClearanceOrder, by: Account)
    indirect case manifest(Manifest, by: Account)
    indirect case announceOutage(OutageOrder, facility: String, by: Account)
    /// `endsAt` `nil`: when it was received.
    indirect case endOutage(id: String, facility: String, endsAt: Timestamp?, by: Account)
    /// Other zones take the place of those in force.
    indirect case editZones(ZoneEdit, by: Account)
    /// Time has passed, and nothing else.
    case tick
}

/// Where a seal's report came from; it decides what identifies the report.
public enum ReportOrigin: String, Sendable, Codable {
    /// The contract's own reports: (`boot`, `seq`) identifies one.
    case seal
    /// OwnTracks and Traccar have no sequence and may deliver twice: time and body identify one.
    case tracker
    /// gpsd has no sequence and never delivers twice: every object counts.
    case gpsd
}

/// One envelope, decoded: each observation in it, or why it could not be taken.
public typealias Decoded = [Result<Observation, Rejection>]
