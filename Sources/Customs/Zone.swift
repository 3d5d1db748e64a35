/// What a zone is for (the contract's `kind`).
public enum ZoneKind: String, Sendable, Codable, CaseIterable {
    case seaport, icd, warehouse, airport, checkpoint, queue, forbidden, route
    case borderGate = "border-gate"
    case restArea = "rest-area"

    /// Kinds that are facilities when they carry a facility code.
    public var isFacility: Bool {
        switch self {
        case .seaport, .icd, .borderGate, .warehouse, .airport: true
        default: false
        }
    }

    /// Kinds in which a container in transit may stand.
    public var allowsStanding: Bool {
        isFacility || self == .checkpoint || self == .queue || self == .restArea
    }
}

/// A geofence: its name, its purpose and its shape.
public struct Zone: Sendable, Hashable, Codable {
    public var id: String
    public var kind: ZoneKind
    public var name: String
    public var nameVi: String
    /// The facility's code, for zones that are one.
    public var facility: String?
    /// The facility code of the gate that a queue belongs to.
    public var gate: String?
    /// The zone's own limit for standing in it, in seconds.
    public var standingLimitSeconds: Double?
    /// Vehicles an hour that a border gate lets through.
    public var capacityPerHour: Double?
    /// Opening hours of a border gate, `HH:MM` in the site's time zone.
    public var opens: String?
    public var closes: String?
    /// The province that a gate counts for.
    public var province: String?
    /// Goods that a gate serves; gates that share one can stand in for each other.
    public var goods: [String]
    public var shape: ZoneShape

    public init(
        id: String, kind: ZoneKind, name: String, nameVi: String? = nil, facility: String? = nil, gate: String? = nil,
        standingLimitSeconds: Double? = nil, capacityPerHour: Double? = nil, opens: String? = nil,
        closes: String? = nil, province: String? = nil, goods: [String] = [], shape: ZoneShape
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.nameVi = nameVi ?? name
        self.facility = facility
        self.gate = gate
        self.standingLimitSeconds = standingLimitSeconds
        self.capacityPerHour = capacityPerHour
        self.opens = opens
        self.closes = closes
        self.province = province
        self.goods = goods
        self.shape = shape
    }
}

/// The geometry of a zone.
public enum ZoneShape: Sendable, Hashable {
    case circle(center: Coordinate, radiusMeters: Double)
    /// Polygons, each an outer ring and its holes; rings are closed implicitly.
    case polygons([[[Coordinate]]])
    /// Everything within `halfWidthMeters` of the line.
    case corridor(line: [Coordinate], halfWidthMeters: Double)
}
