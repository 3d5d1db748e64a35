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
    // What goes wrong at a gate, or in what is told of it.
    case noClearance = "no-clearance"
    case revoked = "clearance-revoked"
    case gateOutOnHold = "gate-out-on-hold"
    /// The gate-out is never reported.
    case noGateOut = "no-gate-out"
    /// The gate-out is reported, half an hour to three hours late.
    case lateGateOut = "late-gate-out"
    /// A gate-in for a container that is on the road.
    case phantomGateIn = "phantom-gate-in"
    case sealMismatch = "seal-mismatch"
    case sealMissing = "seal-missing"
    case invalidNumber = "invalid-number"
    /// The arrival at the origin is reported hours late.
    case lateReport = "late-report"
    case truckChanged = "truck-changed"

    /// Whether it goes wrong at a gate and not on the road.
    public var isOfPort: Bool {
        switch self {
        case .noClearance, .revoked, .gateOutOnHold, .noGateOut, .lateGateOut, .phantomGateIn, .sealMismatch,
            .sealMissing, .invalidNumber, .lateReport, .truckChanged:
            true
        default: false
        }
    }

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
        case .noClearance, .revoked: .gateOutWithoutClearance
        case .gateOutOnHold: .gateOutOnHold
        case .noGateOut, .lateGateOut: .leftWithoutGateOut
        case .phantomGateIn: .gateEventWithoutPresence
        case .sealMismatch: .sealMismatch
        case .sealMissing: .sealMissing
        case .invalidNumber: .containerNumberInvalid
        case .lateReport: .gateReportLate
        case .truckChanged: .truckChanged
        }
    }
}
