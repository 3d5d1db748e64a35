import Customs
import Foundation
import Geofencing
import Ledger
import MonitoringCentre
import Supervision

/// What the monitoring centre may ask: the ledger for what was, the pipeline for what is.
struct ServerSource: SupervisionSource {
    let configuration: Configuration
    let ledger: Ledger
    let pipeline: Pipeline
    let positions: PositionBoard
    let clock: ServerClock
    let status: ServerStatus
    let desk: PartnerDesk
    let key: SigningKey
    let zones: ZonesInForce
    let previews = ZonePreviews()
    private let basemapJSON: [UInt8]?

    /// Reads the map's file once.
    init(
        configuration: Configuration, ledger: Ledger, pipeline: Pipeline, positions: PositionBoard, clock: ServerClock,
        status: ServerStatus, desk: PartnerDesk, key: SigningKey, zones: ZonesInForce
    ) throws {
        self.configuration = configuration
        self.ledger = ledger
        self.pipeline = pipeline
        self.positions = positions
        self.clock = clock
        self.status = status
        self.desk = desk
        self.key = key
        self.zones = zones
        basemapJSON = try configuration.basemapFile.map { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
    }

    var now: Timestamp { clock.now }

    func submit(_ call: HTTPCall, body: [UInt8]) async throws -> [Outcome] {
        let envelope = Envelope(source: .http(call), receivedAt: clock.now, body: body)
        let result = await withCheckedContinuation { continuation in
            pipeline.enqueue([envelope]) { continuation.resume(returning: $0) }
        }
        switch result {
        case .success(let outcomes):
            let all = outcomes.flatMap { $0 }
            // Who is answered finds them in force.
            if case .zones(let edition)? = all.first { zones.take(edition) }
            return all
        case .failure(.busy): throw Unavailable("too much is waiting to be stored; nothing of this call was")
        case .failure(.stopped): throw Unavailable("the server is stopping; nothing of this call was stored")
        case .failure(.ledger):
            throw Unavailable("the ledger cannot store; nothing of this call was", retryAfterSeconds: 30)
        }
    }

    func alerts(_ query: AlertQuery) async throws -> Page<Alert> { try await asked { try await ledger.alerts(query) } }
    func alert(id: String) async throws -> Alert? { try await ledger.alert(id: id) }
    func transits(_ query: TransitQuery) async throws -> Page<Transit> {
        try await asked { try await ledger.transits(query) }
    }
    func transit(id: String) async throws -> Transit? { try await ledger.transit(id: id) }

    func timeline(transit id: String) async throws -> [TimelineEntry] {
        try await ledger.events(transit: id).map(TimelineEntry.init)
    }

    func gateEvents(_ query: GateEventQuery) async throws -> Page<GateEventRecord> {
        try await asked { try await ledger.gateEvents(query) }
    }

    func rejections(_ query: RejectionQuery) async throws -> Page<RejectionRecord> {
        try await asked { try await ledger.rejections(query) }
    }

    /// The cursor is the last seal's name.
    func seals(_ page: PageRequest) async throws -> Page<SealStatus> {
        let after = page.cursor ?? ""
        let all = pipeline.read(\.sealStatuses).filter { $0.seal > after }.sorted { $0.seal < $1.seal }
        let items = Array(all.prefix(page.limit))
        return Page(items: items, next: all.count > items.count ? items.last?.seal : nil)
    }

    func seal(id: String) async throws -> SealStatus? { pipeline.read { $0.sealStatus(id) } }

    func positions(in area: MapArea?, activeWithin seconds: Double?) async throws -> [PlacedSeal] {
        positions.seals(
            in: area, heardSince: seconds.map { clock.now.advanced(bySeconds: -$0) } ?? .distantPast)
    }

    func track(seal: String, _ query: TrackQuery) async throws -> [TrackPoint] {
        try await asked { try await ledger.track(seal: seal, query) }
    }

    func containerTrack(number: String, _ query: TrackQuery) async throws -> [SealedPoint] {
        try await asked { try await ledger.containerTrack(number: number, query) }.map {
            SealedPoint(seal: $0.seal, point: $0.point)
        }
    }

    func container(number: String) async throws -> ContainerSummary? {
        var gateQuery = GateEventQuery()
        gateQuery.container = number
        let gateEvents = try await ledger.gateEvents(gateQuery).items
        var transitQuery = TransitQuery()
        transitQuery.container = number
        let transits = try await ledger.transits(transitQuery).items
        var alertQuery = AlertQuery()
        alertQuery.container = number
        alertQuery.status = .active
        let alerts = try await ledger.alerts(alertQuery).items
        let transit = transits.first { !$0.status.isEnded } ?? transits.first
        let sealName: String?
        if let transit, !transit.status.isEnded {
            sealName = transit.seal
        } else {
            sealName = try await ledger.sealings(container: number).last { $0.to == nil }?.seal
        }
        let seal = sealName.flatMap { name in pipeline.read { $0.sealStatus(name) } }
        let stay = try await ledger.visits(container: number).first { $0.departure == nil }
        guard !gateEvents.isEmpty || transit != nil || seal != nil || stay != nil else { return nil }
        return ContainerSummary(
            container: number, seal: sealName, position: seal.flatMap(SealPosition.init),
            visit: stay.map {
                ContainerSummary.Visit(facility: $0.facility, since: $0.arrival.time, eventId: $0.arrival.eventId)
            }, transit: transit, lastGateEvent: gateEvents.first { $0.isLive },
            openAlerts: alerts)
    }

    func basemapGeoJSON() async throws -> [UInt8]? { basemapJSON }

    func events(after sequence: Int64, limit: Int) async throws -> [TimelineEntry] {
        try await ledger.events(after: sequence, limit: limit).map(TimelineEntry.init)
    }

    func metrics() async -> String { status.prometheusText() }
    func readiness() async -> Readiness { status.readiness() }

    /// Turns what the ledger says of the question into the centre's word for it.
    func asked<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as LedgerError {
            switch error {
            case .badCursor, .tooManyPoints, .badReportingRange: throw BadRequest(error.description)
            default: throw error
            }
        }
    }
}

extension TimelineEntry {
    init(_ event: LedgerEvent) {
        let kind: Kind =
            switch event.kind {
            case .alert: .alert
            case .transit: .transit
            case .zone: .zone
            case .congestion: .congestion
            case .gateEvent: .gateEvent
            }
        self.init(
            // As it was on the stream, where only alerts and zones say what changed.
            sequence: event.sequence, at: event.at, kind: kind,
            change: kind == .alert || kind == .zone ? event.change : nil,
            json: event.json)
    }
}
