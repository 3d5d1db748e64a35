import Customs
import Supervision

/// A report of a seal, with all that rules about seals look at; places are kilometres as in `Scene`.
struct Said {
    var at: Double
    var east: Double?
    var sequence: Int64
    var boot = "0"
    var north = 0.0
    var speed: Double?
    var battery: Double?
    var fixTime: Double?
    var digest: UInt64?
}

extension Scene {
    /// Sends the report; it is received at `received`, or at its time.
    @discardableResult
    mutating func send(_ said: Said, received: Double? = nil, origin: ReportOrigin = .seal) -> Outcome {
        observe(
            .report(
                SealReport(
                    seal: "S1", boot: said.boot, sequence: said.sequence, fixTime: Self.at(said.fixTime ?? said.at),
                    mode: said.east == nil ? 1 : 3, position: said.east.map { Self.place($0, said.north) },
                    speedMetersPerSecond: said.speed, battery: said.battery),
                origin, digest: said.digest ?? UInt64(bitPattern: said.sequence) &+ UInt64(said.boot.utf8.first ?? 0)),
            receivedAt: received ?? said.at)
    }

    /// A transit with these reports, each received at its time.
    static func of(_ reports: [Said], until end: Double? = nil, rules: RuleBook = RuleBook()) -> Scene {
        var scene = Scene(rules: rules)
        scene.open()
        for report in reports { scene.send(report) }
        if let end { scene.tick(at: end) }
        return scene
    }

    /// The same reports received in another order, some of them twice, all after the last.
    static func shuffled(_ reports: [Said], seed: UInt64, until end: Double) -> Scene {
        var scene = Scene()
        scene.open(at: 0, startsAt: 0)
        var state = seed
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        var order = reports + reports
        for index in order.indices.reversed() { order.swapAt(index, random(index + 1)) }
        let last = (reports.map(\.at).max() ?? 0) + 1
        for report in order { scene.send(report, received: last) }
        scene.tick(at: max(end, last + 30))
        return scene
    }

    /// What is left in the end: everything that must not depend on the order of arrival.
    func verdict(_ rules: [RuleCode]) -> [String] {
        alerts.filter { $0.status != .withdrawn && rules.contains($0.rule) }.map { alert in
            let evidence = alert.evidence.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            return "\(alert.id) \(alert.status) \(alert.startedAt) \(alert.clearedAt?.rfc3339 ?? "-") \(evidence)"
        }
        .sorted()
    }
}

extension [Said] {
    /// A drive of a report every `interval` seconds at 15 m/s: numbers from 1.
    static func drive(_ count: Int, every interval: Double = 30, speed: Double? = 15) -> [Said] {
        (1...count).map { number in
            let at = Double(number) * interval
            return Said(at: at, east: 1 + at * 0.015, sequence: Int64(number), speed: speed)
        }
    }
}
