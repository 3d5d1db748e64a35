import Customs
import Geofencing

/// Detects: the container is in a forbidden zone, or went through one between two fixes.
///
/// Inputs: what happened at the zones' edges: fixes inside, the straight line between two of them, and the mean of the
/// fixes of a stand. Ends: it has left. No thresholds: there is no innocent way to be inside, and the tracker's hysteresis
/// keeps a lorry beside the fence from flapping.
/// Fooled by: a position error larger than the distance between the road and the zone (draw the zone with that distance;
/// `insideMeters` and `errorMeters` in the evidence show it); a bend between two reports that are minutes apart.
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
            finding.position = step.fix
            finding.evidence = [
                "zone": .text(zone.id), "change": .text(change.change.rawValue), "enteredAt": .time(change.at),
            ]
            if let fix = step.fix {
                let inside = -zones.clearance(of: change.zone, at: fix)
                finding.evidence["insideMeters"] = .number((inside * 10).rounded() / 10)
            }
            if let error = step.evidence.errorMeters { finding.evidence["errorMeters"] = .number(error) }
            if let speed = step.evidence.speedMetersPerSecond { finding.evidence["speed"] = .number(speed) }
            if change.change == .crossed { finding.evidence["secondsBetweenFixes"] = .number(step.movement.seconds) }
            finding.words = ["zone": zone.name, "zone.vi": zone.nameVi]
            findings.open(finding)
            if change.change == .crossed {
                findings.close(
                    .forbiddenZone, qualifier: zone.id, at: step.time, evidence: ["leftAt": .time(step.time)])
            }
        }
    }
}
