import Customs
import Geofencing
import Supervision

/// Two border gates with their queues, on the scene's road, and lorries that wait there.
struct QueueScene {
    static let officer = Account(name: "officer", role: .officer)
    static let start = Timestamp(rfc3339: "2026-03-02T00:00:00Z")!

    var supervisor: Supervisor
    var effects: [Effect] = []
    private var sequences: [String: Int64] = [:]
    private var events = 0

    init(rules: RuleBook = RuleBook(), opens: String? = nil, closes: String? = nil, capacity: Double? = 60) {
        supervisor = Supervisor(
            zones: ZoneIndex(zones: Self.zones(opens, closes, capacity)), rules: rules)
    }

    static func zones(_ opens: String?, _ closes: String?, _ capacity: Double?) -> [Zone] {
        func zone(_ id: String, _ kind: ZoneKind, _ east: Double, _ north: Double) -> Zone {
            Zone(id: id, kind: kind, name: id, shape: .circle(center: Scene.place(east, north), radiusMeters: 500))
        }
        return [("GATE", 0.0), ("OTHER", 40.0)].flatMap { code, north -> [Zone] in
            var gate = zone("\(code)-gate", .borderGate, 20, north)
            gate.facility = code
            gate.capacityPerHour = capacity
            gate.province = "Lang Son"
            gate.goods = ["fruit"]
            gate.opens = opens
            gate.closes = closes
            var queue = zone("\(code)-queue", .queue, 18, north)
            queue.gate = code
            return [gate, queue]
        }
    }

    static func at(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

    mutating func tick(at seconds: Double) { supervisor.advance(to: Self.at(seconds), into: &effects) }

    /// Where a lorry is: 10 km is on the road, 18 in the queue, 20 in the gate.
    mutating func report(_ seal: String, at seconds: Double, east: Double, north: Double = 0, received: Double? = nil) {
        sequences[seal, default: 0] += 1
        let number = sequences[seal, default: 0]
        _ = supervisor.observe(
            .report(
                SealReport(
                    seal: seal, sequence: number, fixTime: Self.at(seconds), mode: 3,
                    position: Scene.place(east, north), state: .locked, container: Self.container(seal)),
                .seal, digest: UInt64(number)),
            receivedAt: Self.at(received ?? seconds), into: &effects)
    }

    /// A lorry's box is named after its seal.
    static func container(_ seal: String) -> String { "BOX" + seal }

    /// Comes by road and enters the queue.
    mutating func join(_ seal: String, at seconds: Double, north: Double = 0) {
        report(seal, at: seconds - 60, east: 17, north: north)
        report(seal, at: seconds, east: 18, north: north)
    }

    @discardableResult
    mutating func gateIn(
        _ box: String, at seconds: Double, received: Double? = nil, plate: String? = nil, facility: String = "GATE",
        _ edit: (inout GateEvent) -> Void = { _ in }
    ) -> String {
        events += 1
        var event = GateEvent(
            eventId: "E\(events)", facility: facility, type: .gateIn, time: Self.at(seconds), container: box)
        event.vehicle = plate.map { GateEvent.Vehicle(plate: $0) }
        edit(&event)
        _ = supervisor.observe(
            .gateEvent(event, by: Self.officer), receivedAt: Self.at(received ?? seconds), into: &effects)
        return event.eventId
    }

    func gate(_ code: String = "GATE") -> GateCongestion { supervisor.gateCongestions.first { $0.gate == code }! }

    var said: [GateCongestion] {
        effects.compactMap { if case .congestion(let said) = $0.kind { said } else { nil } }
    }

    var alertChanges: [String] {
        effects.compactMap {
            guard case .alert(let change, let alert) = $0.kind, alert.rule == .congestion else { return nil }
            return "\(change.rawValue) \(alert.facility ?? "province") \(alert.id.split(separator: ".").last ?? "")"
        }
    }
}
