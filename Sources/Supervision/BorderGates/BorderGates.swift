import Customs
import Geofencing

/// The gates whose queues are watched: border gates, and every facility that a queue belongs to.
struct BorderGates: Sendable {
    /// What a zone is to a gate.
    enum Role: Sendable { case queue, gate }

    /// What the zones say: first by facility code, then in the order in which edits of the zones brought more.
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

    /// - Parameter codes: the gates that are known, in their order; one that the zones have no more keeps its number.
    init(_ zones: ZoneIndex, _ settings: CongestionSettings, codes: [String] = []) {
        let named = Set(zones.zones.filter { $0.kind == .queue && !$0.isRemoved }.compactMap(\.gate))
        var places: [String: GatePlace] = [:]
        let present = zones.zones.filter { $0.kind.isFacility && !$0.isRemoved }
        for zone in present {
            guard let code = zone.facility, zone.kind == .borderGate || named.contains(code), places[code] == nil else {
                continue
            }
            places[code] = GatePlace(zone, code: code, utcOffsetSeconds: settings.utcOffsetSeconds)
        }
        let known = Set(codes)
        let more = places.keys.filter { !known.contains($0) }.sorted()
        self.places = (codes + more).map { places[$0] ?? GatePlace(removed: $0) }
        indices = Dictionary(
            uniqueKeysWithValues: self.places.enumerated().filter { !$1.isRemoved }.map { ($1.code, $0) })
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
        var codes: [String]
        var watches: [GateWatch]
        var beganAt: Timestamp?
        var provinceGauges: [String: LevelGauge]
        var provinceAlerts: [String: [Alert]]
    }

    var memory: Memory {
        get {
            Memory(
                codes: places.map(\.code), watches: watches, beganAt: beganAt, provinceGauges: provinceGauges,
                provinceAlerts: provinceAlerts)
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
    /// What stands in the place of a gate that the zones have no more.
    init(removed code: String) {
        self.init(
            code: code, kind: .borderGate, name: code, nameVi: code, province: nil, goods: [], capacityPerHour: nil,
            calendar: GateCalendar(opens: nil, closes: nil, utcOffsetSeconds: 0), place: nil, isRemoved: true)
    }

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
