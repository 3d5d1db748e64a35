public import Customs

/// What can be made to go wrong on a simulated transit; each is what one rule must find.
public enum AnomalyKind: String, Sendable, Codable, CaseIterable {
    case tampered, unlocked, overdue, cloned, overspeed, meeting
    case signalLost = "signal-lost"
    case unauthorisedStop = "unauthorised-stop"
    case forbiddenZone = "forbidden-zone"
    case wrongDestination = "wrong-destination"
    /// The cable is cut where there is no network: it is learned hours later.
    case tamperedInBacklog = "tampered-in-backlog"
    case batteryLow = "battery-low"
    case sequenceGap = "sequence-gap"
    case reportReplayed = "report-replayed"
    case clockWrong = "clock-wrong"
    case positionJump = "position-jump"
    case positionFrozen = "position-frozen"
    case jamming = "gnss-jamming"
    case spoofing = "gnss-spoofing"
    case routeDeviation = "route-deviation"
    case lateForecast = "late-forecast"

    /// The rule that must fire.
    public var rule: RuleCode {
        switch self {
        case .tampered, .tamperedInBacklog: .sealTampered
        case .unlocked: .sealUnlocked
        case .overdue: .transitOverdue
        case .signalLost: .sealSignalLost
        case .unauthorisedStop: .unauthorisedStop
        case .forbiddenZone: .forbiddenZone
        case .wrongDestination: .wrongDestination
        case .batteryLow: .sealBatteryLow
        case .sequenceGap: .sealSequenceGap
        case .reportReplayed: .sealReportReplayed
        case .clockWrong: .sealClockWrong
        case .cloned: .sealCloned
        case .positionJump: .positionJump
        case .positionFrozen: .positionFrozen
        case .jamming: .gnssJamming
        case .spoofing: .gnssSpoofing
        case .routeDeviation: .routeDeviation
        case .overspeed: .overspeed
        case .lateForecast: .transitLateForecast
        case .meeting: .meetingSuspected
        }
    }
}
