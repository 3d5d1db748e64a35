import Customs
import Geofencing
import Supervision

/// What happens in a scene with gates: seals' reports, and what gates post, each told at some time.
enum GateTelling {
    /// Kilometres as in `Scene`; the number is the seal's own.
    case report(at: Double, east: Double, north: Double, number: Int64)
    case gate(GateEvent, received: Double)
}

extension Scene {
    /// Posts a gate event; it is received 10 s after it happened unless it is said.
    @discardableResult
    mutating func gate(
        _ type: GateEvent.Kind, _ facility: String, at seconds: Double, received: Double? = nil, id: String? = nil,
        plate: String? = nil, replaces: String? = nil, cancels: String? = nil
    ) -> Outcome {
        var event = GateEvent.make(id ?? "\(type.rawValue)-\(facility)-\(seconds)", facility, type, at: seconds)
        event.vehicle = plate.map { GateEvent.Vehicle(plate: $0) }
        event.replaces = replaces
        event.cancels = cancels
        return observe(.gateEvent(event, by: Self.officer), receivedAt: received ?? seconds + 10)
    }

    /// Customs releases the container, and the origin tells its gate-out.
    mutating func leaveOrigin(at seconds: Double) {
        observe(
            .clearance(
                ClearanceOrder(declaration: "103000000001", containers: ["CSQU3054383"], status: .released),
                by: Self.officer),
            receivedAt: seconds)
        gate(.gateOut, "ORIG", at: seconds)
    }

    /// What became of the alerts that need no gate event: for scenes that have none.
    var alertChangesWithoutGates: [String] { alertChanges.filter { !$0.hasSuffix("left-without-gate-out") } }

    /// Opens a transit whose order names a lorry.
    mutating func open(plate: String?) {
        observe(
            .openTransit(
                TransitOrder(
                    transit: "T1", container: "CSQU3054383", seal: "S1", declaration: "103000000001", origin: "ORIG",
                    destination: "DEST", deadline: Self.at(86_400), plate: plate), by: Self.officer),
            receivedAt: 0)
    }

    /// A scene on other zones.
    static func on(_ zones: [Zone]) -> Scene {
        var scene = Scene()
        scene.supervisor = Supervisor(zones: ZoneIndex(zones: zones), rules: RuleBook())
        return scene
    }

    mutating func tell(_ telling: GateTelling, received: Double) {
        switch telling {
        case .report(let at, let east, let north, let number):
            report(
                at: at, east: east, north: north, received: received, sequence: number, digest: UInt64(number))
        case .gate(let event, let told):
            observe(.gateEvent(event, by: Self.officer), receivedAt: told)
        }
    }

    /// A transit from 0 on whose reports come at once or, where a seed says so, hours late in any order and twice; what the
    /// gates post comes when it is posted.
    static func gated(_ tellings: [GateTelling], seed: UInt64? = nil, until end: Double = 40_000) -> Scene {
        var scene = Scene()
        scene.open(at: 0, startsAt: 0)
        var state = seed ?? 0
        func delay() -> Double {
            guard seed != nil else { return 0 }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double((state >> 33) % 18_000)
        }
        var deliveries: [(at: Double, telling: GateTelling)] = []
        for telling in tellings {
            switch telling {
            case .report(let at, _, _, _):
                deliveries.append((at + delay(), telling))
                if seed != nil { deliveries.append((at + delay(), telling)) }
            case .gate(_, let received): deliveries.append((received, telling))
            }
        }
        let order = deliveries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for (_, delivery) in order { scene.tell(delivery.telling, received: delivery.at) }
        scene.tick(at: end)
        scene.tick(at: end + 30)
        return scene
    }
}

extension [GateTelling] {
    /// A drive along the road, a report a minute, numbered on from those before.
    mutating func drive(from: Double, to: Double, start: Double, end: Double, north: Double = 0) {
        for seconds in stride(from: start, through: end, by: 60) {
            let share = end == start ? 0 : (seconds - start) / (end - start)
            let number = Int64(count + 1)
            append(.report(at: seconds, east: from + share * (to - from), north: north, number: number))
        }
    }

    mutating func gate(
        _ type: GateEvent.Kind, _ facility: String, at seconds: Double, received: Double, plate: String? = nil
    ) {
        var event = GateEvent.make("e\(count)", facility, type, at: seconds)
        event.vehicle = plate.map { GateEvent.Vehicle(plate: $0) }
        append(.gate(event, received: received))
    }
}
