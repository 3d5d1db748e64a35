/// One row of the contract's table of what each role may do.
public enum Permission: Sendable {
    /// Tracks, alerts, transits, positions, stream, seals, containers, rejections.
    case readSupervision
    /// Gate events, stock and the release check; an operator only of its own facilities.
    case readFacilities
    case postGateEvents
    /// Open, close and cancel transits; acknowledge, assign, comment on and clear alerts.
    case decide
    case administer
    /// Clearances, holds and manifests.
    case postClearances
    case readClearances
    /// Say that a facility's system is down, and that it works again.
    case announceOutages
}

extension Role {
    /// Whether accounts of this role have the permission.
    public func has(_ permission: Permission) -> Bool {
        switch permission {
        case .readSupervision: self == .viewer || self == .officer || self == .supervisor
        case .readFacilities: self != .system
        case .postGateEvents: self == .operator || self == .officer || self == .supervisor
        case .decide: self == .officer || self == .supervisor
        case .administer: self == .supervisor
        case .readClearances: self != .operator
        case .announceOutages: self == .operator || self == .officer || self == .supervisor
        case .postClearances: self == .officer || self == .supervisor || self == .system
        }
    }
}
