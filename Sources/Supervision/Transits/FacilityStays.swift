import Customs
import Geofencing

/// The facilities that the seal is in or has just left, oldest first: what gate and seal are held against each other by.
///
/// On the road it is empty, so that a usual report costs nothing.
struct FacilityStays: Codable, Sendable, Hashable {
    /// What its rules make of nearness and returning.
    struct Limits: Sendable {
        /// It never left where it is back within this time.
        var returnSeconds: Double
        /// Nearer to a facility than this it is present.
        var nearMeters: Double
        /// Who left is remembered for so long, to tell that it was near.
        var nearSeconds: Double
    }

    /// Beyond this many the oldest is let go.
    static let limit = 8
    /// Who stands longer in a facility is not passing through.
    static let leastStandSeconds = 300.0
    /// Fixes of a lorry that waits are this near to each other.
    private static let standMeters = 100.0
    /// A gate's word waits so long for a position that agrees: gates stand before their zones, and clocks differ.
    private static let gateSeconds = 3600.0

    private(set) var all: [FacilityStay] = []
    /// The next fix is looked at, also where it crosses no edge.
    private(set) var needsFixes = false

    /// Takes a step that concerns a facility, or follows one that did.
    ///
    /// - Parameter isFirstFix: The transit has had no trusted fix before: it may have lain there for long.
    mutating func take(
        _ step: TransitStep, isFirstFix: Bool, _ plan: TransitPlan, _ limits: Limits, _ zones: ZoneIndex
    ) {
        defer { needsFixes = all.contains { ($0.isNear || !$0.isMissed) && !($0.isInside && $0.isWatched) } }
        if step.kind != .report {
            if let gate = step.evidence.gate { post(gate, step, zones) }
            return
        }
        guard let fix = step.fix else { return }
        for index in all.indices { look(&all[index], fix, step.time, limits, zones) }
        for change in step.changes {
            guard let facility = zones[change.zone].facility, zones[change.zone].kind.isFacility else { continue }
            let handles = zones.handles(facility: facility)
            guard let zone = handles.first else { continue }
            switch change.change {
            case .entered: enter(zone, facility, change, step, isFirstFix: isFirstFix, plan, limits)
            // From one zone of a facility into another nothing was left.
            case .exited where !handles.contains(where: step.inside.contains):
                exit(zone, facility, change, step, fix, isFirstFix: isFirstFix, plan, limits, zones)
            case .exited, .crossed: break
            }
        }
        all.removeAll { Self.isOver($0, at: step.time, limits) }
    }

    /// Whether the seal was near the facility after a moment, and left.
    func wasNear(_ zone: ZoneIndex.Handle, since time: Timestamp) -> Bool {
        all.contains { $0.zone == zone && $0.exitedAt != nil && $0.nearUntil >= time }
    }

    /// Changes what is known of a stay's gate-out.
    mutating func settle(_ index: Int, isMissed: Bool) {
        all[index].isAwaited = false
        all[index].isMissed = isMissed
        needsFixes = true
    }

    private func index(of zone: ZoneIndex.Handle, at time: Timestamp = .distantFuture) -> Int? {
        all.lastIndex { $0.zone == zone && $0.from <= time }
    }

    private mutating func append(_ stay: FacilityStay) {
        if all.count >= Self.limit { all.remove(at: all.firstIndex { !$0.isInside } ?? 0) }
        all.append(stay)
    }

    private static func isOver(_ stay: FacilityStay, at time: Timestamp, _ limits: Limits) -> Bool {
        if stay.isInside || stay.isNear || stay.isAwaited || stay.isMissed { return false }
        let limit = stay.isOfGateOnly ? gateSeconds : max(limits.nearSeconds, limits.returnSeconds)
        return time.seconds(since: stay.exitedAt ?? stay.from) > limit
    }
}

// MARK: What happens to a stay

extension FacilityStays {
    private mutating func post(_ gate: Evidence.Gate, _ step: TransitStep, _ zones: ZoneIndex) {
        guard let zone = zones.handles(facility: gate.facility).first else { return }
        var known = index(of: zone, at: step.time)
        // What comes too late for its place speaks of a stay that is known, or of none.
        if known == nil, step.isInOrder {
            append(FacilityStay(zone: zone, from: step.time))
            known = all.count - 1
        }
        guard let index = known else { return }
        if step.kind == .gateIn {
            all[index].gatedInAt = max(all[index].gatedInAt ?? .distantPast, step.time)
            if all[index].isInside { all[index].isWatched = true }
        } else {
            all[index].gateOutAt = max(all[index].gateOutAt ?? .distantPast, step.time)
            all[index].reportedAt = min(all[index].reportedAt ?? .distantFuture, gate.receivedAt)
        }
    }

    /// Another fix: whether it stands where it is, or is still near where it was.
    private func look(
        _ stay: inout FacilityStay, _ fix: Coordinate, _ time: Timestamp, _ limits: Limits, _ zones: ZoneIndex
    ) {
        if stay.isInside {
            guard !stay.isWatched else { return }
            if Geodesy.nearbyMeters(stay.anchor.coordinate, fix) > Self.standMeters {
                stay.anchor = GridPoint(fix)
                stay.anchorAt = time
            } else if time.seconds(since: stay.anchorAt) >= Self.leastStandSeconds {
                stay.isWatched = true
            }
        } else if stay.isNear {
            if zones.facilityDistance(stay.zone, from: fix) <= limits.nearMeters {
                stay.nearUntil = time
            } else {
                stay.isNear = false
            }
        }
    }

    private mutating func enter(
        _ zone: ZoneIndex.Handle, _ facility: String, _ change: ZoneTracker.Change, _ step: TransitStep,
        isFirstFix: Bool, _ plan: TransitPlan, _ limits: Limits
    ) {
        // After a silence nobody knows when it came in: all that was posted since the fix before may be of this stay.
        let isSeen = step.movement.seconds <= ZoneTracker.longestSegmentSeconds
        let known = isSeen ? change.at : step.time.advanced(bySeconds: -step.movement.seconds)
        var stay = FacilityStay(zone: zone, from: isFirstFix ? .distantPast : known)
        stay.isInside = true
        stay.isWatched = facility == plan.origin || facility == plan.destination
        if let fix = step.fix { stay.anchor = GridPoint(fix) }
        stay.anchorAt = step.time
        guard let index = index(of: zone) else { return append(stay) }
        let old = all[index]
        guard !old.isInside else { return }
        // Where an implausible place took over, it was here all the while.
        let isBack = step.movement.verdict == .resettled
        if let exitedAt = old.exitedAt, !old.isMissed,
            isBack || change.at.seconds(since: exitedAt) <= limits.returnSeconds
        {
            all[index].isInside = true
            all[index].isAwaited = false
            all[index].exitedAt = nil
            all[index].exitPlace = nil
            return
        }
        if let gateOutAt = old.gateOutAt, gateOutAt >= stay.from {
            stay.gateOutAt = gateOutAt
            stay.reportedAt = old.reportedAt
        }
        if let gatedInAt = old.gatedInAt, gatedInAt > old.exitedAt ?? .distantPast,
            change.at.seconds(since: gatedInAt) <= Self.gateSeconds
        {
            stay.gatedInAt = gatedInAt
            stay.isWatched = true
        }
        if old.isOfGateOnly { all[index] = stay } else { append(stay) }
    }

    private mutating func exit(
        _ zone: ZoneIndex.Handle, _ facility: String, _ change: ZoneTracker.Change, _ step: TransitStep,
        _ fix: Coordinate, isFirstFix: Bool, _ plan: TransitPlan, _ limits: Limits, _ zones: ZoneIndex
    ) {
        if index(of: zone).map({ !all[$0].isInside && !all[$0].isOfGateOnly }) ?? true {
            // It came in before the transit began; if it left before that too, that is no business of the transit. Nor is
            // the place where the seal lay last, brought from there to another container: no fix of the transit is there.
            guard change.at >= plan.startsAt, !isFirstFix || facility == plan.origin else { return }
            append(FacilityStay(zone: zone, from: .distantPast))
        }
        guard let index = index(of: zone) else { return }
        var stay = all[index]
        stay.isInside = false
        stay.exitedAt = change.at
        stay.exitPlace = GridPoint(fix)
        let isJump = step.movement.verdict == .resettled
        let isSeen = !isJump && step.movement.seconds <= ZoneTracker.longestSegmentSeconds
        stay.nearUntil = isSeen ? change.at : step.time.advanced(bySeconds: -step.movement.seconds)
        stay.isNear = isSeen
        stay.isWatched =
            stay.isWatched || stay.gatedInAt != nil || facility == plan.origin || facility == plan.destination
        // What nothing on the road can do is no leaving; `position-jump` tells it.
        stay.isAwaited = stay.isWatched && !isJump
        look(&stay, fix, step.time, limits, zones)
        all[index] = stay
    }
}

extension ZoneIndex {
    /// Metres to the nearest border of the facility that the zone belongs to; negative inside.
    func facilityDistance(_ zone: Handle, from place: Coordinate) -> Double {
        guard let facility = self[zone].facility else { return clearance(of: zone, at: place) }
        var nearest = Double.infinity
        for handle in handles(facility: facility) { nearest = min(nearest, clearance(of: handle, at: place)) }
        return nearest
    }
}
