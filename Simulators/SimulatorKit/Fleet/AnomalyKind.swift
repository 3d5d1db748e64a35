public import Customs

/// What can be made to go wrong on a simulated transit; each is what one rule must find.
public enum AnomalyKind: String, Sendable, Codable, CaseIterable {
    case tampered, unlocked, overdue
    case signalLost = "signal-lost"
    case unauthorisedStop = "unauthorised-stop"
    case forbiddenZone = "forbidden-zone"
    case wrongDestination = "wrong-destination"

    /// The rule that must fire.
    public var rule: RuleCode {
        switch self {
        case .tampered: .sealTampered
        case .unlocked: .sealUnlocked
        case .overdue: .transitOverdue
        case .signalLost: .sealSignalLost
        case .unauthorisedStop: .unauthorisedStop
        case .forbiddenZone: .forbiddenZone
        case .wrongDestination: .wrongDestination
        }
    }
}
