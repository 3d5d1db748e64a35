import Customs
import Geofencing

/// The gates whose queues are watched: border gates, and every facility that a queue belongs to.
struct BorderGates: Sendable {
    /// What a zone is to a gate.
    enum Role: Sendable { case queue, gate }

    /// By facility code; what the zones say, the same for ever.
    let places: [GatePlace]
    /// By zone: the gate, as an index of `places`, and what it is to it.
    private let roles: [(gate: Int32, role: Role)?]
    private let indices: [String: Int]
    let provinces: [String: [Int]]

    var watches: [GateWatch]
    /// When the first report of any seal came: those found in a queue then had come before.
    var beganAt: Timestamp?
    var provinceGauges: [String: LevelGauge] = [:]
    var provinceAlerts: [String: [Alert]] = [:]

    init(_ zones: ZoneIndex, _ settings: CongestionSettings) {
        let named = Set(zones.zones.filter { $0.kind == .queue }.compactMap(\.gate))
        var places: [String: GatePlace] = [:]
        for zone in zones.zones where zone.kind.isFacility {
            guard let code = zone.facility, zone.kind == .borderGate || named.contains(code), places[code] == nil else {
                continue
            }
            places[code] = GatePlace(zone, code: code, utcOffsetSeconds: settings.utcOffsetSeconds)
        }
        self.places = places.values.sorted { $0.code < $1.code }
        indices = Dictionary(uniqueKeysWithValues: self.places.enumerated().map { ($1.code, $0) })
        watches = Array(repeating: GateWatch(), count: self.places.count)
        roles = zones.zones.map { [indices] zone in
            if zone.kind == .queue, let gate = zone.gate.flatMap({ indices[$0] }) { return (Int32(gate), .queue) }
            if zone.kind.isFacility, let gate = zone.facility.flatMap({ indices[$0] }) { return (Int32(gate), .gate) }
            return nil
        }
        provinces = Dictionary(
            grouping: self.places.indices.filter { [places = self.places] in places[$0].province != nil }
        ) {
            [places = self.places] in places[$0].province ?? ""
        }
    }

    /// What of it is not said by the zones.
    struct Memory: Codable, Sendable {
        var watches: [GateWatch]
        var beganAt: Timestamp?
        var provinceGauges: [String: LevelGauge]
        var provinceAlerts: [String: [Alert]]
    }

    var memory: Memory {
        get {
            Memory(
                watches: watches, beganAt: beganAt, provinceGauges: provinceGauges, provinceAlerts: provinceAlerts)
        }
        set {
            // The snapshot's version names the zones: the gates are the same.
            if newValue.watches.count == watches.count { watches = newValue.watches }
            beganAt = newValue.beganAt
            provinceGauges = newValue.provinceGauges
            provinceAlerts = newValue.provinceAlerts
        }
    }

    func index(of code: String) -> Int? { indices[code] }

    func role(of zone: ZoneIndex.Handle) -> (gate: Int, role: Role)? {
        roles[Int(zone)].map { (Int($0.gate), $0.role) }
    }
}

extension GatePlace {
    init(_ zone: Zone, code: String, utcOffsetSeconds: Int) {
        self.init(
            code: code, kind: zone.kind, name: zone.name, nameVi: zone.nameVi, province: zone.province,
            goods: Set(zone.goods), capacityPerHour: zone.capacityPerHour,
            calendar: GateCalendar(opens: zone.opens, closes: zone.closes, utcOffsetSeconds: utcOffsetSeconds),
            place: zone.middle)
    }
}

extension GateCongestion {
    /// A gate of which nothing is known yet.
    init(_ place: GatePlace, at time: Timestamp) {
        self.init(
            at: time, gate: place.code, kind: place.kind, name: place.name, nameVi: place.nameVi,
            province: place.province, capacityPerHour: place.capacityPerHour)
        isOpenByCalendar = place.calendar.isOpen(at: time)
        isOpen = isOpenByCalendar
        changesAt = place.calendar.nextChange(after: time)
        isStale = true
    }
}
