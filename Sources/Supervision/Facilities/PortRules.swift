import Customs

/// The rules of gate events and stays, in the order in which they run.
struct PortRules: Sendable {
    let containerNumberInvalid: ContainerNumberInvalidRule
    let gateReportLate: GateReportLateRule
    let gateOut: GateOutRule
    let seals: GateSealRule
    let storageOverdue: StorageOverdueRule
    let manifestDiscrepancy: ManifestDiscrepancyRule

    init(settings: RuleBook) {
        containerNumberInvalid = ContainerNumberInvalidRule(settings[.containerNumberInvalid])
        gateReportLate = GateReportLateRule(settings[.gateReportLate], settings.reportingDeadlines)
        gateOut = GateOutRule(settings[.gateOutWithoutClearance], onHold: settings[.gateOutOnHold])
        seals = GateSealRule(mismatch: settings[.sealMismatch], missing: settings[.sealMissing])
        storageOverdue = StorageOverdueRule(settings[.storageOverdue])
        manifestDiscrepancy = ManifestDiscrepancyRule(settings[.manifestDiscrepancy])
    }
}
