import Customs
import Geofencing

/// Detects: the container is in a forbidden zone, or went through one between two fixes.
///
/// Inputs: what happened at the zones' edges. Ends: it has left. Fooled by: a position error larger than the distance
/// between the road and the zone; draw the zone with that distance.
struct ForbiddenZoneRule: Sendable {
    private let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    func step(_ step: TransitStep, _ zones: ZoneIndex, _ findings: inout Findings) {
        guard isEnabled else { return }
        for change in step.changes where zones[change.zone].kind == .forbidden {
            let zone = zones[change.zone]
            if change.change == .exited {
                findings.close(
                    .forbiddenZone, qualifier: zone.id, at: change.at, evidence: ["leftAt": .time(change.at)])
                continue
            }
            var finding = Finding(rule: .forbiddenZone, startedAt: change.at, firedAt: change.at)
            finding.qualifier = zone.id
            finding.position = step.position
            finding.evidence = [
                "zone": .text(zone.id), "change": .text(change.change.rawValue), "enteredAt": .time(change.at),
            ]
            finding.words = ["zone": zone.name, "zone.vi": zone.nameVi]
            findings.open(finding)
            if change.change == .crossed {
                findings.close(
                    .forbiddenZone, qualifier: zone.id, at: step.time, evidence: ["leftAt": .time(step.time)])
            }
        }
    }
}
