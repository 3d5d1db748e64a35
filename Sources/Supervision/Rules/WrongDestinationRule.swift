import Customs
import Geofencing

/// Detects: the container enters, or is gated in at, a facility that is neither origin nor destination nor on its route.
///
/// Inputs: zone entries and gate-in events; a zone crossed with no fix inside is passing by. Entering where the origin or the
/// destination lies as well (a depot inside the port) is right. No thresholds: an officer wants to know at the gate, not
/// half an hour later.
/// Ends: it leaves, or is gated out there. Fooled by: a gate-in posted for the wrong container, which lasts until a gate-out
/// or the end of the transit; a road that runs through a facility's zone, where the transit names no route.
struct WrongDestinationRule: Sendable {
    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(_ plan: TransitPlan, _ step: TransitStep, _ zones: ZoneIndex, _ findings: inout Findings) {
        guard isEnabled else { return }
        switch step.kind {
        case .gateIn:
            if let facility = step.evidence.facility {
                open(facility, plan, zones, step, at: step.time, by: "gate-in", &findings)
            }
        case .gateOut:
            if let facility = step.evidence.facility { close(facility, at: step.time, &findings) }
        default:
            for change in step.changes where zones[change.zone].kind.isFacility {
                guard let facility = zones[change.zone].facility else { continue }
                switch change.change {
                case .entered:
                    let isAtOwn = step.inside.contains {
                        plan.originZones.contains($0) || plan.destinationZones.contains($0)
                    }
                    if !isAtOwn { open(facility, plan, zones, step, at: change.at, by: "zone-entry", &findings) }
                case .exited: close(facility, at: change.at, &findings)
                case .crossed: break  // Passing by without a stop is no arrival.
                }
            }
        }
    }

    private func open(
        _ facility: String, _ plan: TransitPlan, _ zones: ZoneIndex, _ step: TransitStep, at time: Timestamp,
        by sign: String, _ findings: inout Findings
    ) {
        guard !plan.expects(facility: facility), !findings.isOpen(.wrongDestination, qualifier: facility) else {
            return
        }
        var finding = Finding(rule: .wrongDestination, startedAt: time, firedAt: time)
        finding.qualifier = facility
        finding.facility = facility
        finding.position = step.fix
        finding.evidence = [
            "facility": .text(facility), "sign": .text(sign), "destination": .text(plan.destination),
            "origin": .text(plan.origin),
        ]
        if let fix = step.fix {
            let outside = zones.handles(facility: facility).map { zones.clearance(of: $0, at: fix) }.min() ?? 0
            finding.evidence["insideMeters"] = .number((-outside * 10).rounded() / 10)
        }
        if let error = step.evidence.errorMeters { finding.evidence["errorMeters"] = .number(error) }
        if let speed = step.evidence.speedMetersPerSecond { finding.evidence["speed"] = .number(speed) }
        if let handle = zones.handles(facility: facility).first {
            finding.words = ["facility": zones[handle].name, "facility.vi": zones[handle].nameVi]
        }
        findings.open(finding)
    }

    private func close(_ facility: String, at time: Timestamp, _ findings: inout Findings) {
        findings.close(.wrongDestination, qualifier: facility, at: time, evidence: ["leftAt": .time(time)])
    }
}
