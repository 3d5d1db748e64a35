public import Customs

/// What can be made to go wrong in a simulated yard; each is what one rule must find.
public enum YardAnomaly: String, Sendable, Codable, CaseIterable {
    case noClearance = "no-clearance"
    case revoked = "clearance-revoked"
    case onHold = "on-hold"
    /// Comes back and leaves again on the release of the first time.
    case usedRelease = "used-release"
    case invalidNumber = "invalid-number"
    case lateReport = "late-report"
    case storageOverdue = "storage-overdue"
    /// On the manifest and never discharged.
    case missingContainers = "missing-containers"
    /// Discharged and not on the manifest.
    case unexpectedContainers = "unexpected-containers"

    /// The rule that must fire.
    public var rule: RuleCode {
        switch self {
        case .noClearance, .revoked, .usedRelease: .gateOutWithoutClearance
        case .onHold: .gateOutOnHold
        case .invalidNumber: .containerNumberInvalid
        case .lateReport: .gateReportLate
        case .storageOverdue: .storageOverdue
        case .missingContainers, .unexpectedContainers: .manifestDiscrepancy
        }
    }

    /// Whether it is about a vessel's call and not about one container.
    public var isOfCall: Bool { self == .missingContainers || self == .unexpectedContainers }
}
