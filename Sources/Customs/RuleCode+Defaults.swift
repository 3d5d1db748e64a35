extension RuleCode {
    /// The thresholds of the rule and their defaults (the contract's table): seconds, metres, m/s, fractions.
    public var defaultThresholds: [String: Double] {
        switch self {
        case .sealBatteryLow: ["below": 0.2]
        case .sealSignalLost: ["after": 900, "intervals": 5]
        case .sealSequenceGap: ["after": 600]
        case .sealReportReplayed: ["tolerance": 120]
        case .sealClockWrong: ["ahead": 300, "behind": 604_800]
        case .sealCloned, .positionJump: ["speed": 55]
        case .positionFrozen: ["fixes": 3, "speed": 3]
        case .gnssJamming: ["after": 120]
        case .gnssSpoofing: ["score": 0.7]
        case .routeDeviation: ["distance": 200, "after": 120]
        case .unauthorisedStop: ["after": 1800, "radius": 100]
        case .overspeed: ["speed": 27.8, "after": 60]
        case .transitOverdue: ["after": 0]
        case .transitLateForecast: ["margin": 900]
        case .meetingSuspected: ["distance": 50, "after": 300]
        case .leftWithoutGateOut: ["after": 900]
        case .gateEventWithoutPresence: ["distance": 1000, "window": 600]
        case .storageOverdue: ["after": 2_592_000]
        case .gateOutWithoutClearance: ["empties": 0]
        case .gateReportLate: ["after": 3600]
        case .manifestDiscrepancy: ["after": 86_400]
        default: [:]
        }
    }

    /// The rules that this version runs; the others are accepted in the configuration and do nothing yet.
    public static let running: Set<RuleCode> = [
        .sealTampered, .sealUnlocked, .sealBatteryLow, .sealSignalLost, .sealSequenceGap, .sealReportReplayed,
        .sealClockWrong, .sealCloned, .positionJump, .positionFrozen, .gnssJamming, .gnssSpoofing, .routeDeviation,
        .unauthorisedStop, .forbiddenZone, .wrongDestination, .overspeed, .transitOverdue, .transitLateForecast,
        .meetingSuspected, .gateOutWithoutClearance, .gateOutOnHold, .leftWithoutGateOut, .gateEventWithoutPresence,
        .sealMismatch, .sealMissing, .containerNumberInvalid, .storageOverdue, .gateReportLate, .manifestDiscrepancy,
        .truckChanged, .congestion,
    ]

    /// How grave the rule's alerts are unless the configuration says otherwise (ITU-T X.733).
    public var defaultSeverity: Severity {
        switch self {
        case .sealTampered, .sealCloned, .gnssSpoofing, .gateOutOnHold, .gateOutWithoutClearance, .sealMismatch,
            .sealMissing:
            .critical
        case .sealUnlocked, .sealSignalLost, .forbiddenZone, .wrongDestination, .meetingSuspected, .gnssJamming,
            .sealReportReplayed, .leftWithoutGateOut, .gateEventWithoutPresence, .routeDeviation:
            .major
        case .unauthorisedStop, .transitOverdue, .positionJump, .positionFrozen, .congestion,
            .manifestDiscrepancy, .sealSequenceGap, .sealClockWrong, .truckChanged:
            .minor
        default: .warning
        }
    }
}
