import Customs
import Geofencing
import Supervision

/// A small country for the tests: an origin, a destination, a road of 20 km between them, and places beside it.
///
/// One degree of longitude at latitude 0 is 111.2 km, so places are named by kilometres east and north of (0, 100).
struct Scene {
    static let start = Timestamp(rfc3339: "2026-03-02T00:00:00Z")!
    static let officer = Account(name: "officer", role: .officer)

    var supervisor: Supervisor
    private(set) var effects: [Effect] = []
    private(set) var outcomes: [Outcome] = []
    private var sequence: Int64 = 0

    init(rules: RuleBook = RuleBook()) {
        supervisor = Supervisor(zones: ZoneIndex(zones: Self.zones), rules: rules)
    }

    static func place(_ east: Double, _ north: Double = 0) -> Coordinate {
        Coordinate(latitude: north / 111.195, longitude: 100 + east / 111.195)
    }

    static let zones: [Zone] = [
        zone("origin", .seaport, facility: "ORIG", at: 0),
        zone("destination", .borderGate, facility: "DEST", at: 20),
        zone("rest", .restArea, at: 10),
        zone("short-rest", .restArea, at: 12, limit: 300),
        zone("yard", .forbidden, at: 14, north: 3),
        zone("thin-yard", .forbidden, at: 16, north: 1.5, radius: 50),
        zone("elsewhere", .icd, facility: "ELSE", at: 8, north: 5),
        Zone(
            id: "road", kind: .route, name: "road",
            shape: .corridor(line: [place(0), place(20)], halfWidthMeters: 200)),
    ]

    private static func zone(
        _ id: String, _ kind: ZoneKind, facility: String? = nil, at east: Double, north: Double = 0,
        radius: Double = 500, limit: Double? = nil
    ) -> Zone {
        Zone(
            id: id, kind: kind, name: id, facility: facility, standingLimitSeconds: limit,
            shape: .circle(center: place(east, north), radiusMeters: radius))
    }

    /// Seconds after the start.
    static func at(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

    @discardableResult
    mutating func observe(_ observation: Observation, receivedAt seconds: Double) -> Outcome {
        let outcome = supervisor.observe(observation, receivedAt: Self.at(seconds), into: &effects)
        outcomes.append(outcome)
        return outcome
    }

    @discardableResult
    mutating func open(
        _ id: String = "T1", seal: String = "S1", container: String = "CSQU3054383", at seconds: Double = 0,
        startsAt: Double? = nil, deadline: Double = 86_400, route: String? = "road"
    ) -> Outcome {
        observe(
            .openTransit(
                TransitOrder(
                    transit: id, container: container, seal: seal, declaration: "103000000001", origin: "ORIG",
                    destination: "DEST", route: route, startsAt: startsAt.map(Self.at), deadline: Self.at(deadline)),
                by: Self.officer),
            receivedAt: seconds)
    }

    @discardableResult
    mutating func close(_ id: String = "T1", at seconds: Double) -> Outcome {
        observe(.endTransit(id: id, status: .closed, reason: "arrived", by: Self.officer), receivedAt: seconds)
    }

    /// A report of the next number; `received` is the fix time unless it is said.
    @discardableResult
    mutating func report(
        at seconds: Double, east: Double? = nil, north: Double = 0, state: SealState = .locked, seal: String = "S1",
        interval: Double? = nil, received: Double? = nil, sequence number: Int64? = nil, digest: UInt64? = nil
    ) -> Outcome {
        sequence += 1
        let own = number ?? sequence
        return observe(
            .report(
                SealReport(
                    seal: seal, sequence: own, fixTime: Self.at(seconds), mode: east == nil ? 1 : 3,
                    position: east.map { Self.place($0, north) }, state: state, intervalSeconds: interval),
                .seal, digest: digest ?? UInt64(own)),
            receivedAt: received ?? seconds)
    }

    /// Drives from one kilometre to another, a report a minute.
    mutating func drive(
        from: Double, to: Double, start: Double, end: Double, every step: Double = 60, north: Double = 0
    ) {
        var seconds = start
        while seconds <= end {
            report(at: seconds, east: from + (to - from) * (seconds - start) / (end - start), north: north)
            seconds += step
        }
    }

    mutating func tick(at seconds: Double) { observe(.tick, receivedAt: seconds) }

    /// `raised seal-tampered`, in order.
    var alertChanges: [String] {
        effects.compactMap { effect in
            if case .alert(let change, let alert) = effect.kind {
                "\(change.rawValue) \(alert.rule.rawValue)"
            } else {
                nil
            }
        }
    }

    /// The last word on each alert.
    var alerts: [Alert] {
        var latest: [String: Alert] = [:]
        var order: [String] = []
        for case .alert(_, let alert) in effects.map(\.kind) {
            if latest.updateValue(alert, forKey: alert.id) == nil { order.append(alert.id) }
        }
        return order.compactMap { latest[$0] }
    }

    func alerts(_ rule: RuleCode) -> [Alert] { alerts.filter { $0.rule == rule } }

    var statuses: [TransitStatus] {
        effects.compactMap { if case .transit(let transit) = $0.kind { transit.status } else { nil } }
    }

    /// `entered rest 600`, with seconds after the start.
    var zoneChanges: [String] {
        effects.compactMap { effect in
            guard case .zone(let change) = effect.kind else { return nil }
            return "\(change.change.rawValue) \(change.zone) \(Int(effect.at.seconds(since: Self.start)))"
        }
    }
}
