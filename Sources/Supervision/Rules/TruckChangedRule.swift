import Customs
import Geofencing

/// Detects: a gate saw the container on another lorry than its transit's.
///
/// Inputs: the plates of gate-ins and gate-outs, letters and digits alone and in upper case; the plate of the order, or where it
/// names none, the first that a gate of the transit saw. Each plate is told once. No thresholds.
/// Ends: an officer clears it: changing lorries under seal may be right, and somebody has to know of it.
/// Fooled by: a plate misread or mistyped at the gate, which its correction takes back; the trailer's plate in the lorry's place.
struct TruckChangedRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        /// The first plate that a gate saw, where the order names none.
        fileprivate(set) var firstPlate: String?
    }

    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(
        _ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ zones: ZoneIndex, _ findings: inout Findings
    ) {
        guard isEnabled, let gate = step.evidence.gate, let plate = gate.plate else { return }
        let seen = Plate.normalised(plate)
        guard !seen.isEmpty else { return }
        var expected = plan.plate ?? ""
        if Plate.normalised(expected).isEmpty {
            guard let first = state.firstPlate else {
                state.firstPlate = plate
                return
            }
            expected = first
        }
        guard Plate.normalised(expected) != seen,
            !findings.all.contains(where: { $0.rule == .truckChanged && $0.qualifier == seen })
        else { return }
        var finding = Finding(rule: .truckChanged, startedAt: step.time, firedAt: step.time)
        finding.qualifier = seen
        finding.facility = gate.facility
        finding.evidence = [
            "plate": .text(plate), "expected": .text(expected), "facility": .text(gate.facility),
            "event": .text(step.kind == .gateOut ? "gate-out" : "gate-in"), "eventId": .text(gate.eventId),
        ]
        finding.words = ["plate": plate, "expected": expected]
        if let handle = zones.handles(facility: gate.facility).first {
            finding.words["facility"] = zones[handle].name
            finding.words["facility.vi"] = zones[handle].nameVi
        }
        findings.open(finding)
    }
}
