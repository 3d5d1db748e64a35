public import Customs

/// What the centre asks of the server. Lists are newest first; tracks, timelines and events oldest first.
///
/// Throws `BadRequest` for a cursor it did not give, and `Unavailable` where the ledger cannot take or read now.
public protocol SupervisionSource: SearchSource, ZonesSource {
    /// The server's clock, which a replay may simulate.
    var now: Timestamp { get }

    /// Takes a state-changing call through the pipeline and returns after the durable commit: one outcome for each
    /// observation in the body, in its order.
    func submit(_ call: HTTPCall, body: [UInt8]) async throws -> [Outcome]

    func alerts(_ query: AlertQuery) async throws -> Page<Alert>
    func alert(id: String) async throws -> Alert?
    func transits(_ query: TransitQuery) async throws -> Page<Transit>
    func transit(id: String) async throws -> Transit?
    /// What happened to a transit, oldest first.
    func timeline(transit id: String) async throws -> [TimelineEntry]
    /// An empty `facilities` means none.
    func gateEvents(_ query: GateEventQuery) async throws -> Page<GateEventRecord>
    func rejections(_ query: RejectionQuery) async throws -> Page<RejectionRecord>

    func seals(_ page: PageRequest) async throws -> Page<SealStatus>
    func seal(id: String) async throws -> SealStatus?
    /// Every seal with a fix inside `area` that was heard within `activeWithin` seconds; `nil` for no such limit.
    func positions(in area: MapArea?, activeWithin seconds: Double?) async throws -> [PlacedSeal]
    /// Stored reports by fix time.
    func track(seal: String, _ query: TrackQuery) async throws -> [TrackPoint]
    /// Stored reports of the seals that sealed a container, each while it did.
    func containerTrack(number: String, _ query: TrackQuery) async throws -> [SealedPoint]
    func container(number: String) async throws -> ContainerSummary?

    /// One gate event with what was said of it before and after; `nil` where the account never posted it.
    func gateEvent(account: String, eventId: String) async throws -> GateEventRecord?
    /// What stood in a facility at a moment, by container number, each with whether it may leave.
    func stock(_ query: StockQuery) async throws -> Page<StockItem>
    /// Never older than the last acknowledged clearance.
    func releaseCheck(container: String, facility: String) async throws -> ReleaseCheck
    /// A container's stays, newest first; at most 100.
    func visits(container: String) async throws -> [Visit]
    func clearance(declaration: String) async throws -> ClearanceRecord?
    /// Every decision for a container, newest first; at most 1,000.
    func clearances(container: String) async throws -> [ClearanceDecision]
    func manifest(call: String) async throws -> ManifestReconciliation?
    /// A facility's outages, newest first; at most 100.
    func outages(facility: String) async throws -> [Outage]
    func reporting(_ query: ReportingQuery) async throws -> [ReportingRow]
    /// Live gate events for DCSA's track and trace.
    func equipmentEvents(_ query: EquipmentEventQuery) async throws -> Page<GateEventRecord>
    /// The answer to a posted UN/EDIFACT interchange, as CONTRL and APERAK messages.
    func ediAnswer(to call: HTTPCall, body: [UInt8], outcomes: [Outcome]) async -> [UInt8]
    /// A keyed digest (HMAC-SHA256, lower-case hex) under the server's own secret: what it signed it knows again.
    func signature(of text: String) -> String

    /// What is known of the queue of every gate now, by facility code; a gate that nothing is known of has the level
    /// `unknown`.
    func congestion() async throws -> [GateCongestion]
    /// Provinces whose gates have evidence, by name.
    func provinceCongestion() async throws -> [ProvinceCongestion]
    /// What was published of a gate, oldest first, without forecasts and advice; at most `limit`, the newest.
    func congestionHistory(gate: String, range: TimeRange, limit: Int) async throws -> [GateCongestion]
    /// How good the forecasts were that were made in the range, by gate and horizon; `nil` for every gate.
    func forecastScores(gate: String?, range: TimeRange) async throws -> [ForecastScore]

    /// The zones that are facilities.
    func facilities() async throws -> [Zone]
    /// The map's background; `nil` where none is configured.
    func basemapGeoJSON() async throws -> [UInt8]?

    /// What was published after a ledger sequence number, except reports: at most `limit`, oldest first.
    func events(after sequence: Int64, limit: Int) async throws -> [TimelineEntry]

    /// The metrics as Prometheus text.
    func metrics() async -> String
    func readiness() async -> Readiness
}

/// One point of a container's track and the seal that reported it.
public struct SealedPoint: Sendable, Hashable {
    public var seal: String
    public var point: TrackPoint

    /// Joins a point to its seal.
    public init(seal: String, point: TrackPoint) {
        self.seal = seal
        self.point = point
    }
}

/// Whether the server can do its work, and what it looked at.
public struct Readiness: Sendable, Hashable, Codable {
    public var ready: Bool
    /// `ok` or what is wrong, by the name of the part.
    public var checks: [String: String]

    /// The answer of `/readyz`.
    public init(ready: Bool, checks: [String: String]) {
        self.ready = ready
        self.checks = checks
    }
}
