import Customs
import MonitoringCentre
import Synchronization

/// A server that answers from memory and remembers what it was asked.
final class FakeSource: SupervisionSource {
    struct Contents: Sendable {
        var now = Timestamp.make("2026-03-02T08:00:00Z")
        var outcomes: [Outcome] = []
        var alerts: [Alert] = [.make()]
        var transits: [Transit] = [.make()]
        var gateEvents: [GateEventRecord] = [.make()]
        var rejections: [RejectionRecord] = []
        var seals: [SealStatus] = [.make()]
        var points: [SealedPoint] = []
        var containers: [ContainerSummary] = [ContainerSummary(container: "MSKU9070323", seal: "VNSEAL0001")]
        var facilities: [Zone] = [.make("VNCLI"), .make("VNHPH")]
        /// Each is asked for once, the last ever after.
        var zones = [
            ZonesDocument(tag: "0-a", bytes: Array("{\"type\":\"FeatureCollection\",\"features\":[]}".utf8))
        ]
        var preview = ZonePreview(
            from: .make("2026-03-01T08:00:00Z"), through: .make("2026-03-02T08:00:00Z"), complete: true, reports: 5)
        var basemap: [UInt8]? = Array("{}".utf8)
        var entries: [TimelineEntry] = []
        /// What stood where and might leave, by the moment that is asked about; `nil` is now.
        var stock: @Sendable (StockQuery) -> [StockItem] = { _ in [] }
        var checks: [String: ReleaseCheck] = [:]
        var visits: [Visit] = []
        var clearances: [ClearanceDecision] = []
        var manifests: [ManifestReconciliation] = []
        var outages: [Outage] = []
        var reporting: [ReportingRow] = []
        var congestion: [GateCongestion] = []
        var provinces: [ProvinceCongestion] = []
        var congestionHistory: [GateCongestion] = []
        var scores: [ForecastScore] = []
        var ediAnswer: [UInt8] = Array("UNB+UNOA:2'".utf8)
        var readiness = Readiness(ready: true, checks: ["ledger": "ok"])
        var failure: (any Error)?
    }

    /// What the centre asked.
    struct Asked: Sendable {
        var calls: [(call: HTTPCall, body: [UInt8])] = []
        var alerts: [AlertQuery] = []
        var transits: [TransitQuery] = []
        var gateEvents: [GateEventQuery] = []
        var rejections: [RejectionQuery] = []
        var pages: [PageRequest] = []
        var areas: [MapArea?] = []
        var activeWithin: [Double?] = []
        var tracks: [TrackQuery] = []
        var eventsAfter: [Int64] = []
        var stock: [StockQuery] = []
        var checks: [String] = []
        var reporting: [ReportingQuery] = []
        var equipmentEvents: [EquipmentEventQuery] = []
        var histories: [(gate: String, range: TimeRange, limit: Int)] = []
        var scores: [(gate: String?, range: TimeRange)] = []
        var zones = 0
        var previews: [[UInt8]] = []
        var ediAnswers: [(call: HTTPCall, body: [UInt8], outcomes: [Outcome])] = []
    }

    private let state: Mutex<(contents: Contents, asked: Asked)>

    init(_ change: (inout Contents) -> Void = { _ in }) {
        var contents = Contents()
        change(&contents)
        state = Mutex((contents, Asked()))
    }

    var asked: Asked { state.withLock { $0.asked } }
    var now: Timestamp { state.withLock { $0.contents.now } }

    func answer<Answer>(_ ask: (inout Asked, Contents) throws -> Answer) throws -> Answer {
        try state.withLock { state in
            if let failure = state.contents.failure { throw failure }
            return try ask(&state.asked, state.contents)
        }
    }

    func submit(_ call: HTTPCall, body: [UInt8]) async throws -> [Outcome] {
        try answer { asked, contents in
            asked.calls.append((call, body))
            if !contents.outcomes.isEmpty { return contents.outcomes }
            if let outcome = Self.portOutcome(call, body: body) { return [outcome] }
            if call.path.hasPrefix("/v1/transits") { return [.transit(.make())] }
            if call.path.hasPrefix("/v1/alerts") { return [.alert(.make())] }
            let receipt = Receipt(sequence: 7, receivedAt: contents.now)
            return [.gateEvent(GateEventOutcome(eventId: "E1", status: .accepted, receipt: receipt, alerts: ["a.b.c"]))]
        }
    }

    func alerts(_ query: AlertQuery) async throws -> Page<Alert> {
        try answer { asked, contents in
            asked.alerts.append(query)
            if query.page.cursor == "bad" { throw BadRequest("cursor “bad” is not one of ours") }
            return Page(items: contents.alerts, next: nil)
        }
    }

    func alert(id: String) async throws -> Alert? { try answer { $1.alerts.first { $0.id == id } } }

    func transits(_ query: TransitQuery) async throws -> Page<Transit> {
        try answer { asked, contents in
            asked.transits.append(query)
            return Page(items: contents.transits, next: "next-page")
        }
    }

    func transit(id: String) async throws -> Transit? { try answer { $1.transits.first { $0.transit == id } } }

    func timeline(transit id: String) async throws -> [TimelineEntry] { try answer { $1.entries } }

    func gateEvents(_ query: GateEventQuery) async throws -> Page<GateEventRecord> {
        try answer { asked, contents in
            asked.gateEvents.append(query)
            let items = contents.gateEvents.filter { query.facilities?.contains($0.event.facility) ?? true }
            return Page(items: items, next: nil)
        }
    }

    func rejections(_ query: RejectionQuery) async throws -> Page<RejectionRecord> {
        try answer { asked, contents in
            asked.rejections.append(query)
            return Page(items: contents.rejections, next: nil)
        }
    }

    func seals(_ page: PageRequest) async throws -> Page<SealStatus> {
        try answer { asked, contents in
            asked.pages.append(page)
            return Page(items: contents.seals, next: nil)
        }
    }

    func seal(id: String) async throws -> SealStatus? { try answer { $1.seals.first { $0.seal == id } } }

    func positions(in area: MapArea?, activeWithin seconds: Double?) async throws -> [PlacedSeal] {
        try answer { asked, contents in
            asked.areas.append(area)
            asked.activeWithin.append(seconds)
            return contents.seals.compactMap(PlacedSeal.init)
        }
    }

    func track(seal: String, _ query: TrackQuery) async throws -> [TrackPoint] {
        try answer { asked, contents in
            asked.tracks.append(query)
            return contents.points.filter { $0.seal == seal }.map(\.point)
        }
    }

    func containerTrack(number: String, _ query: TrackQuery) async throws -> [SealedPoint] {
        try answer { asked, contents in
            asked.tracks.append(query)
            return contents.points
        }
    }

    func container(number: String) async throws -> ContainerSummary? {
        try answer { $1.containers.first { $0.container == number } }
    }

    func facilities() async throws -> [Zone] { try answer { $1.facilities } }

    func basemapGeoJSON() async throws -> [UInt8]? { try answer { $1.basemap } }

    func events(after sequence: Int64, limit: Int) async throws -> [TimelineEntry] {
        try answer { asked, contents in
            asked.eventsAfter.append(sequence)
            return Array(contents.entries.filter { $0.sequence > sequence }.prefix(limit))
        }
    }

    func metrics() async -> String { "vasscm_reports_received_total 3\n" }

    func readiness() async -> Readiness { state.withLock { $0.contents.readiness } }
}
