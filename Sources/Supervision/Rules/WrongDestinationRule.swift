import Customs
import Geofencing

/// Detects: the container enters, or is gated in at, a facility that is neither origin nor destination nor on its route.
///
/// Inputs: zone entries and gate-in events. Ends: it leaves, or is gated out there. Fooled by: a gate-in posted for the
/// wrong container; a road that runs through a facility's zone.
struct WrongDestinationRule: Sendable {
    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(_ plan: TransitPlan, _ step: TransitStep, _ zones: ZoneIndex, _ findings: inout Findings) {
        guard isEnabled else { return }
        switch step.kind {
        case .gateIn:
            if let facility = step.facility {
                open(facility, plan, zones, at: step.time, position: nil, by: "gate-in", &findings)
            }
        case .gateOut:
            if let facility = step.facility { close(facility, at: step.time, &findings) }
        default:
            for change in step.changes where zones[change.zone].kind.isFacility {
                guard let facility = zones[change.zone].facility else { continue }
                switch change.change {
                case .entered:
                    open(facility, plan, zones, at: change.at, position: step.position, by: "zone-entry", &findings)
                case .exited: close(facility, at: change.at, &findings)
                case .crossed: break  // Passing by without a stop is no arrival.
                }
            }
        }
    }

    private func open(
        _ facility: String, _ plan: TransitPlan, _ zones: ZoneIndex, at time: Timestamp, position: Coordinate?,
        by sign: String, _ findings: inout Findings
    ) {
        guard !plan.expects(facility: facility), !findings.isOpen(.wrongDestination, qualifier: facility) else {
            return
        }
        var finding = Finding(rule: .wrongDestination, startedAt: time, firedAt: time)
        finding.qualifier = facility
        finding.facility = facility
        finding.position = position
        finding.evidence = [
            "facility": .text(facility), "sign": .text(sign), "destination": .text(plan.destination),
            "origin": .text(plan.origin),
        ]
        if let handle = zones.handles(facility: facility).first {
            finding.words = ["facility": zones[handle].name, "facility.vi": zones[handle].nameVi]
        }
        findings.open(finding)
    }

    private func close(_ facility: String, at time: Timestamp, _ findings: inout Findings) {
        findings.close(.wrongDestination, qualifier: facility, at: time, evidence: ["leftAt": .time(time)])
    }
}
