import Customs

/// Detects: the seal's battery is nearly empty.
///
/// Inputs: `battery` of each report; a seal that says none is not judged. Ends: charged, 0.05 above the limit: a cell
/// that is read under load sways by a few hundredths, and each sway would be an alert. Defaults: 0.2 leaves a seal
/// that uses up to 1 % an hour most of a day. A low battery is no lost signal. Fooled by: cold, which lowers the
/// voltage that the charge is told from; a seal that was put on half charged.
struct SealBatteryLowRule: Sendable {
    struct State: Codable, Sendable, Hashable { var isOpen = false }

    private let isEnabled: Bool
    private let below: Double
    private let charged: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        below = settings["below"]
        charged = min(1, below + 0.05)
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report, step.isInOrder, let battery = step.evidence.battery else { return }
        if state.isOpen {
            guard battery >= charged else { return }
            findings.close(.sealBatteryLow, at: step.time, evidence: ["chargedTo": .number(battery)])
            state.isOpen = false
        } else if battery < below {
            var finding = Finding(rule: .sealBatteryLow, startedAt: step.time, firedAt: step.time)
            finding.position = step.fix ?? step.evidence.position
            finding.evidence = ["battery": .number(battery), "below": .number(below), "endsAt": .number(charged)]
            finding.words = ["battery": Words.percent(battery)]
            findings.open(finding)
            state.isOpen = true
        }
    }
}
