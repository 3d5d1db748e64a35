import Customs
import Geofencing

/// Detects: a gate-in or gate-out is told of a facility while the seal is elsewhere.
///
/// Inputs: the event's time, and the trusted fixes about it: the last one before it and all that follow, within `window`, so
/// that the gate's clock may be off by as much. One of them within `distance` of a zone of the facility, and nothing is said;
/// who left the facility within the window was there. With fixes on one side of the event alone, as where a seal falls silent between containers, the seal
/// must have been too far off to be at the gate at the event's time at 33 m/s, faster than any lorry. With no fix there is
/// no verdict. It fires when the window has passed, or the transit ends; at once where a fix is so far off that no lorry
/// comes from there to the gate within the window.
/// Ends: an officer clears it. A fix that comes late and is near withdraws it, and so does a correction of the event.
/// Defaults: 1,000 m are a gate before its yard and a zone drawn narrowly; 600 s are a clerk who types at the end of a queue.
/// Fooled by: a gate event for the wrong container, which is a finding all the same; a gate more than `distance` from its
/// facility's zones, or one outside them that was passed before the last fix; a gate's clock that is off by more than the window. Misses: an event of the silence of a seal; one with
/// suspect positions, which `gnss-spoofing` tells; an event that comes too late to be put among the positions.
struct GateEventWithoutPresenceRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        fileprivate(set) var checks: [Check] = []
    }

    /// An event that fixes are still held against.
    struct Check: Codable, Sendable, Hashable {
        var zone: ZoneIndex.Handle
        var time: Timestamp
        var isGateOut: Bool
        /// The sender's id.
        var event: String
        /// The fix nearest to the facility, far as it is.
        var nearestMeters = Double.infinity
        var nearestAt = Timestamp.distantPast
        var nearestPlace = GridPoint(latitude: 0, longitude: 0)
        var hasFixBefore = false
        var hasFixAfter = false
        /// A fix says that it was not there at the event's time.
        var isExcluded = false
        /// A fix says that it was not there in all the window.
        var isCertain = false
    }

    /// 119 km/h, which no lorry holds.
    private static let fastestMetersPerSecond = 33.0
    /// Events that are looked at at one time.
    private static let mostChecks = 8

    private let isEnabled: Bool
    let distanceMeters: Double
    let windowSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        distanceMeters = settings["distance"]
        windowSeconds = settings["window"]
    }

    /// Sees a step after `stays` has.
    ///
    /// - Parameter isSuspect: Whether a spoofer may have made the positions of now.
    func step(
        _ state: inout State, _ step: TransitStep, _ stays: FacilityStays, isSuspect: @autoclosure () -> Bool,
        _ zones: ZoneIndex, _ findings: inout Findings
    ) {
        guard isEnabled, step.isInOrder else { return }
        if let gate = step.evidence.gate {
            begin(gate, &state, step, stays, isSuspect: isSuspect(), zones, &findings)
        } else if !state.checks.isEmpty, let fix = step.fix, step.evidence.clockErrorSeconds == 0, !isSuspect() {
            var open: [Check] = []
            for var check in state.checks where !hold(fix, step.time, against: &check, zones) {
                if check.isCertain {
                    findings.open(finding(check, at: step.time, zones))
                } else {
                    open.append(check)
                }
            }
            state.checks = open
        }
    }

    func advance(
        _ state: inout State, to time: Timestamp, isSuspect: (Timestamp) -> Bool, _ zones: ZoneIndex,
        _ findings: inout Findings
    ) {
        state.checks.removeAll { check in
            guard deadline(check) <= time else { return false }
            judge(check, at: check.time.advanced(bySeconds: windowSeconds), isSuspect, zones, &findings)
            return true
        }
    }

    /// The transit ends: what is still looked at is judged by what there is.
    func finish(
        _ state: inout State, at time: Timestamp, isSuspect: (Timestamp) -> Bool, _ zones: ZoneIndex,
        _ findings: inout Findings
    ) {
        for check in state.checks { judge(check, at: time, isSuspect, zones, &findings) }
        state.checks = []
    }

    func deadline(_ state: State) -> Timestamp? {
        state.checks.isEmpty ? nil : state.checks.map(deadline).min()
    }

    /// A fix at the window's very end counts, and devices say whole seconds.
    private func deadline(_ check: Check) -> Timestamp { check.time.advanced(bySeconds: windowSeconds + 1) }

    private func begin(
        _ gate: Evidence.Gate, _ state: inout State, _ step: TransitStep, _ stays: FacilityStays, isSuspect: Bool,
        _ zones: ZoneIndex, _ findings: inout Findings
    ) {
        guard !isSuspect, let zone = zones.handles(facility: gate.facility).first,
            !stays.wasNear(zone, since: step.time.advanced(bySeconds: -windowSeconds))
        else { return }
        var check = Check(zone: zone, time: step.time, isGateOut: step.kind == .gateOut, event: gate.eventId)
        if let place = step.movement.from, step.movement.seconds <= windowSeconds,
            hold(place, step.time.advanced(bySeconds: -step.movement.seconds), against: &check, zones)
        {
            return
        }
        if check.isCertain { return findings.open(finding(check, at: step.time, zones)) }
        if state.checks.count >= Self.mostChecks { state.checks.removeFirst() }
        state.checks.append(check)
    }

    /// Whether the fix shows that the seal was there.
    private func hold(
        _ place: Coordinate, _ time: Timestamp, against check: inout Check, _ zones: ZoneIndex
    ) -> Bool {
        let meters = zones.facilityDistance(check.zone, from: place)
        let seconds = time.seconds(since: check.time)
        if meters <= distanceMeters { return true }
        if meters < check.nearestMeters {
            check.nearestMeters = meters
            check.nearestAt = time
            check.nearestPlace = GridPoint(place)
        }
        if seconds <= 0 { check.hasFixBefore = true }
        if seconds >= 0 { check.hasFixAfter = true }
        // How long it takes at least from the gate to there, or from there to the gate.
        let least = (meters - distanceMeters) / Self.fastestMetersPerSecond
        if least > abs(seconds) { check.isExcluded = true }
        if least > abs(seconds) + windowSeconds { check.isCertain = true }
        return false
    }

    private func judge(
        _ check: Check, at time: Timestamp, _ isSuspect: (Timestamp) -> Bool, _ zones: ZoneIndex,
        _ findings: inout Findings
    ) {
        guard check.isExcluded || check.hasFixBefore && check.hasFixAfter, !isSuspect(time) else { return }
        findings.open(finding(check, at: time, zones))
    }

    private func finding(_ check: Check, at time: Timestamp, _ zones: ZoneIndex) -> Finding {
        var finding = Finding(rule: .gateEventWithoutPresence, startedAt: check.time, firedAt: time)
        let zone = zones[check.zone]
        finding.qualifier = zone.facility ?? ""
        finding.facility = zone.facility
        finding.position = check.nearestPlace.coordinate
        finding.variant = check.isGateOut ? "gate-out" : ""
        finding.evidence = [
            "event": .text(check.isGateOut ? "gate-out" : "gate-in"), "eventId": .text(check.event),
            "distanceMeters": .number(check.nearestMeters.rounded()), "fixAt": .time(check.nearestAt),
            "limit": .number(distanceMeters), "window": .number(windowSeconds),
        ]
        finding.words = ["facility": zone.name, "facility.vi": zone.nameVi]
        finding.say("distance") { Words.distance(check.nearestMeters, $0) }
        return finding
    }
}
