import Customs

/// Detects: a container number whose form, category or check digit is wrong (ISO 6346).
///
/// Inputs: gate-in, gate-out, discharge and load; not every scan of the same container. The event counts as it is: a
/// number painted wrong is real. Ends: an officer, or the operator's correction. Fooled by: a wrong number whose
/// check digit fits; one typing error in eleven keeps it right by chance.
struct ContainerNumberInvalidRule: Sendable {
    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func judge(_ fact: GateFact, _ file: ContainerFile, _ findings: inout [PortFinding]) {
        guard isEnabled, fact.side != .other, !ContainerNumber.isValid(file.container) else { return }
        var found = PortFinding(.containerNumberInvalid, fact, file)
        if ContainerNumber.hasForm(file.container), let digit = ContainerNumber.checkDigit(file.container) {
            found.finding.evidence["checkDigit"] = .number(Double(digit))
        }
        findings.append(found)
    }
}
