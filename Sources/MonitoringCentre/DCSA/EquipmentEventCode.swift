import Customs

/// DCSA's `equipmentEventTypeCode` (Track & Trace 2.2).
enum EquipmentEventCode: String, CaseIterable, Sendable {
    case load = "LOAD"
    case discharge = "DISC"
    case gateIn = "GTIN"
    case gateOut = "GTOT"
    case stuff = "STUF"
    case strip = "STRP"
    case pickUp = "PICK"
    case dropOff = "DROP"
    case inspect = "INSP"
    case reseal = "RSEA"
    case remove = "RMVD"

    /// The code of a gate event; `nil` for damage, which DCSA has no code for.
    ///
    /// RMVD is only called "Removed"; it stands beside RSEA, "Resealed", and is read as the removal of a seal. A scan
    /// is an inspection, by machine.
    init?(_ kind: GateEvent.Kind) {
        switch kind {
        case .gateIn: self = .gateIn
        case .gateOut: self = .gateOut
        case .discharge: self = .discharge
        case .load: self = .load
        case .stuffing: self = .stuff
        case .stripping: self = .strip
        case .sealAffixed: self = .reseal
        case .sealRemoved: self = .remove
        case .scan, .inspection: self = .inspect
        case .damage: return nil
        }
    }

    /// The gate events with one of the codes.
    static func kinds(of codes: [EquipmentEventCode]) -> [GateEvent.Kind] {
        GateEvent.Kind.allCases.filter { kind in EquipmentEventCode(kind).map(codes.contains) ?? false }
    }
}
