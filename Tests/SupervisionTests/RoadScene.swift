import Customs
import Geofencing
import SimulatorKit
import Supervision

/// A road of 60 km that many transits drive on several days; what happens is collected, and then told in any order.
struct RoadScene {
    static let zones: [Zone] = [
        circle("origin", .seaport, facility: "ORIG", at: 0),
        circle("destination", .borderGate, facility: "DEST", at: 60),
        circle("rest", .restArea, at: 30, north: 0.9),
        Zone(
            id: "long", kind: .route, name: "long",
            shape: .corridor(line: [0, 20, 40, 60].map { Scene.place($0) }, halfWidthMeters: 200)),
    ]

    private static func circle(
        _ id: String, _ kind: ZoneKind, facility: String? = nil, at east: Double, north: Double = 0
    ) -> Zone {
        Zone(
            id: id, kind: kind, name: id, facility: facility,
            shape: .circle(center: Scene.place(east, north), radiusMeters: 500))
    }

    /// One transit's drive over the road.
    struct Drive {
        /// Seconds after the scene's start.
        var start: Double
        var metersPerSecond = 15.0
        var deadline: Double?
        /// Kilometres in which it does not report.
        var silent: ClosedRange<Double>?
        /// Kilometres that it drives beside the road, and how far.
        var aside: (kilometres: ClosedRange<Double>, north: Double)?
        /// Where it stops reporting for good.
        var lastKilometre = 60.0
        var isBackwards = false
        var route: String? = "long"
        var interval: Double?
        var battery: Double?
        var errorMeters: Double?
    }

    private(set) var events: [(at: Double, observation: Observation)] = []
    private var count: Int64 = 0

    /// Adds a transit with a seal of its own; it is opened at its start and closed ten minutes after its arrival.
    @discardableResult
    mutating func add(_ drive: Drive) -> String {
        count += 1
        let id = "D\(count)"
        let order = TransitOrder(
            transit: id, container: "C\(count)", seal: "S\(count)", declaration: "103000000001",
            origin: drive.isBackwards ? "DEST" : "ORIG", destination: drive.isBackwards ? "ORIG" : "DEST",
            route: drive.route, startsAt: nil, deadline: Scene.at(drive.deadline ?? drive.start + 86_400))
        events.append((drive.start, .openTransit(order, by: Scene.officer)))
        var sequence: Int64 = 0
        var time = drive.start
        while true {
            let kilometre = min(60, (time - drive.start) * drive.metersPerSecond / 1000)
            guard kilometre <= drive.lastKilometre else { break }
            if !(drive.silent?.contains(kilometre) ?? false) {
                sequence += 1
                let aside = drive.aside.map { $0.kilometres.contains(kilometre) ? $0.north : 0 } ?? 0
                report(
                    at: time, east: drive.isBackwards ? 60 - kilometre : kilometre, north: aside, sequence, drive)
            }
            if kilometre == 60 { break }
            time += 60
        }
        if drive.lastKilometre == 60 {
            events.append((time + 600, .endTransit(id: id, status: .closed, reason: "arrived", by: Scene.officer)))
        }
        return id
    }

    private mutating func report(at time: Double, east: Double, north: Double, _ sequence: Int64, _ drive: Drive) {
        let report = SealReport(
            seal: "S\(count)", sequence: sequence, fixTime: Scene.at(time), mode: 3,
            position: Scene.place(east, north), horizontalErrorMeters: drive.errorMeters, battery: drive.battery,
            intervalSeconds: drive.interval)
        events.append((time, .report(report, .seal, digest: UInt64(sequence))))
    }

    /// Tells what happened to a fresh supervisor, up to a moment.
    ///
    /// - Parameter seed: Reports come up to six hours late, each twice, in an order that the seed gives.
    func run(until end: Double, seed: UInt64? = nil, rules: RuleBook = RuleBook()) -> Scene {
        var scene = Scene(rules: rules)
        scene.supervisor = Supervisor(zones: ZoneIndex(zones: Self.zones), rules: rules)
        var told = events
        if let seed {
            var random = SplitMix64(seed: seed)
            told = events.flatMap { event in
                guard case .report = event.observation else { return [event] }
                return (0..<2).map { _ in (event.at + Double(random.next() % 21_600), event.observation) }
            }
        }
        // In Swift sorting keeps the order of equals only where it is asked for.
        let order = told.indices.sorted { (told[$0].at, $0) < (told[$1].at, $1) }
        for index in order { scene.observe(told[index].observation, receivedAt: told[index].at) }
        scene.tick(at: end)
        return scene
    }
}

extension Scene {
    /// What the alerts came to, without those taken back.
    var verdicts: [String] {
        alerts.filter { $0.status != .withdrawn }.map { alert in
            let evidence = alert.evidence.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(alert.id) \(alert.status) \(alert.clearedAt?.rfc3339 ?? "") \(evidence.joined(separator: " "))"
        }
        .sorted()
    }

    /// An alert of the rule in a transit.
    func alert(_ rule: RuleCode, _ transit: String) -> Alert? { alerts(rule).last { $0.transit == transit } }
}
