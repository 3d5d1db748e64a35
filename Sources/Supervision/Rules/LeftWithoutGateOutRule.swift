import Customs
import Geofencing

/// Detects: the container has left a facility, and the facility's operator has told no gate-out of it.
///
/// Inputs: the zones of a facility left, at the place where its edge was crossed; gate-outs of that facility from the entry
/// on to the next one, with when they were told. A gate-out told within `after` of the leaving is in time, whatever time it
/// says; one told later ends the finding when it was told. From one zone of a facility into another nothing is left, and who
/// is back within `after` never left. A zone that is crossed with no fix inside says nothing, nor do positions that are
/// suspect. Watched are the origin, the destination, where a gate-in was told, and where the container stood for five
/// minutes: a road through a facility's zone is no visit. Only while the transit is open.
/// Ends: the gate-out is told. One that is posted late is reported; it does not take the finding back.
/// Defaults: 900 s is what a gate needs that posts in batches, and half of what a lorry needs to be out of reach.
/// Fooled by: an operator who posts no gate events at all (turn the rule off, or connect him); a zone that is drawn smaller than the
/// yard; a road through a facility's zone with a jam of five minutes; a transit that is posted after its gate-out, with no
/// `startsAt` from before it. Misses: a second leaving within `after` of the first that was told.
struct LeftWithoutGateOutRule: Sendable {
    private let isEnabled: Bool
    let afterSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
    }

    /// Sees a step after `stays` has: a gate-out that is told ends what was found.
    func step(_ stays: inout FacilityStays, _ zones: ZoneIndex, _ findings: inout Findings) {
        for index in stays.all.indices where stays.all[index].isMissed && stays.all[index].reportedAt != nil {
            end(stays.all[index], zones, &findings)
            stays.settle(index, isMissed: false)
        }
    }

    /// - Parameter suspectSince: When positions that are suspect now began to be.
    func advance(
        _ stays: inout FacilityStays, to time: Timestamp, suspectSince: (Timestamp) -> Timestamp?, _ zones: ZoneIndex,
        _ findings: inout Findings
    ) {
        for index in stays.all.indices {
            let stay = stays.all[index]
            guard stay.isAwaited, let exitedAt = stay.exitedAt else { continue }
            let due = exitedAt.advanced(bySeconds: afterSeconds)
            guard due <= time else { continue }
            let isInTime = stay.reportedAt.map { $0 <= due } ?? false
            let isSuspect = suspectSince(due).map { $0 <= exitedAt } ?? false
            guard isEnabled, !isInTime, !isSuspect else {
                stays.settle(index, isMissed: false)
                continue
            }
            findings.open(finding(stay, exitedAt, due: due, zones))
            if stay.reportedAt != nil { end(stay, zones, &findings) }
            stays.settle(index, isMissed: stay.reportedAt == nil)
        }
    }

    func deadline(_ stays: FacilityStays) -> Timestamp? {
        var next: Timestamp?
        for stay in stays.all where stay.isAwaited {
            guard let due = stay.exitedAt?.advanced(bySeconds: afterSeconds) else { continue }
            next = min(next ?? due, due)
        }
        return next
    }

    private func finding(_ stay: FacilityStay, _ exitedAt: Timestamp, due: Timestamp, _ zones: ZoneIndex) -> Finding {
        var finding = Finding(rule: .leftWithoutGateOut, startedAt: exitedAt, firedAt: due)
        let facility = zones[stay.zone].facility ?? ""
        finding.qualifier = facility
        finding.facility = facility
        finding.position = stay.exitPlace?.coordinate
        finding.evidence = ["exitedAt": .time(exitedAt), "limit": .number(afterSeconds)]
        finding.words = ["facility": zones[stay.zone].name, "facility.vi": zones[stay.zone].nameVi]
        return finding
    }

    /// Ends the stay's own finding: there may be others of the same facility.
    private func end(_ stay: FacilityStay, _ zones: ZoneIndex, _ findings: inout Findings) {
        let known = findings.all.last {
            $0.rule == .leftWithoutGateOut && $0.startedAt == stay.exitedAt && $0.qualifier == zones[stay.zone].facility
        }
        guard var finding = known, finding.endedAt == nil, let reportedAt = stay.reportedAt else { return }
        finding.endedAt = max(reportedAt, finding.firedAt)
        finding.evidence["reportedAt"] = .time(reportedAt)
        if let gateOutAt = stay.gateOutAt { finding.evidence["gateOutAt"] = .time(gateOutAt) }
        findings.open(finding)
    }
}
