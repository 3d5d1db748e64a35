import Customs
import Geofencing

/// A seal's state after some of its history: where it is, and the transits it runs.
struct SealFold: Codable, Sendable, Hashable {
    private(set) var key = EvidenceKey.first
    private(set) var tracker = ZoneTracker()
    /// Open transits, and ended ones that late evidence may still reach; by start.
    private(set) var transits: [TransitFold] = []
    /// Zone changes since the oldest checkpoint.
    private(set) var zoneChanges: [ZoneTracker.Change] = []

    /// Takes the next item of evidence; returns what happened at the edges of zones.
    @discardableResult
    mutating func fold(_ item: Evidence, in world: World) -> [ZoneTracker.Change] {
        let isInOrder = item.key >= key
        if isInOrder { key = item.key }
        var changes: [ZoneTracker.Change] = []
        switch item.kind {
        case .transitStarts: start(item, in: world)
        case .transitEnds:
            withTransit(item.transit) { $0.end(at: item.time, rules: world.rules) }
        case .report, .gateIn, .gateOut:
            // A position from before the checkpoint cannot be put on the way: it would be a jump there and back.
            let position = isInOrder ? item.position : nil
            if let position {
                changes = tracker.move(to: position, at: item.time, zones: world.zones)
                zoneChanges += changes
            }
            guard let current = transits.lastIndex(where: { $0.endedAt == nil && item.time >= $0.plan.startsAt })
            else { return changes }
            let step = TransitStep(
                kind: item.kind, time: item.time, position: position,
                horizontalErrorMeters: item.horizontalErrorMeters, state: item.state, interval: item.interval,
                facility: item.facility, inside: position == nil ? [] : tracker.inside,
                changes: arrivals(of: transits[current], at: item.time, position, besides: changes) + changes)
            transits[current].fold(step, rules: world.rules)
        }
        return changes
    }

    /// Time passes with no evidence: for a copy that is shown, never for the state that evidence is folded into.
    mutating func advance(to time: Timestamp, in world: World) {
        for index in transits.indices { transits[index].advance(to: time, rules: world.rules) }
    }

    func nextDeadline(in world: World) -> Timestamp? {
        transits.compactMap { $0.nextDeadline(rules: world.rules) }.min()
    }

    /// Drops what no late evidence can change any more: `count` zone changes, and the transits that ended before `time`.
    mutating func forget(zoneChanges count: Int, transitsEndedBefore time: Timestamp) {
        zoneChanges.removeFirst(count)
        transits.removeAll { $0.endedAt.map { $0 < time } ?? false }
    }

    private mutating func start(_ item: Evidence, in world: World) {
        guard let plan = world.plans[item.transit] else { return }
        transits.append(TransitFold(handle: item.transit, plan: plan))
    }

    /// A transit's first fix enters every zone that holds it, also where the seal lay there before the transit began.
    private func arrivals(
        of transit: TransitFold, at time: Timestamp, _ position: Coordinate?, besides changes: [ZoneTracker.Change]
    ) -> [ZoneTracker.Change] {
        guard position != nil, !transit.hasFix else { return [] }
        let entered = Set(changes.filter { $0.change == .entered }.map(\.zone))
        return tracker.inside.filter { !entered.contains($0) }
            .map { ZoneTracker.Change(zone: $0, change: .entered, at: time) }
    }

    private mutating func withTransit(_ handle: Int32, _ body: (inout TransitFold) -> Void) {
        guard let index = transits.firstIndex(where: { $0.handle == handle }) else { return }
        body(&transits[index])
    }
}

/// What folding needs besides the evidence: all of it constant while a fold runs.
struct World: Sendable {
    let zones: ZoneIndex
    let rules: Rules
    /// Plans of the transits by handle.
    var plans: [Int32: TransitPlan] = [:]
}
