import Customs
import Geofencing

/// A seal's state after some of its evidence: where it is, and the transits it runs. A copy is a checkpoint.
struct SealFold: Codable, Sendable, Hashable {
    /// The place in the order of the last item folded.
    private(set) var order = EvidenceOrder.first
    private(set) var placement = Placement()
    private var numbers = SealNumbers()
    private(set) var tracker = ZoneTracker()
    /// Open transits, and ended ones that late evidence may still reach; by start.
    private(set) var transits: [TransitFold] = []
    /// Zone changes since the oldest checkpoint.
    private(set) var zoneChanges: [ZoneTracker.Change] = []

    /// Counts what there is to publish of the transits, so that a step without any costs nothing.
    private(set) var changeCount: UInt32 = 0

    /// The next moment at which time alone changes something; far away where there is none.
    private(set) var due = Timestamp.distantFuture

    /// What one item did to the seal as a whole.
    struct Step: Sendable {
        var changes: [ZoneTracker.Change] = []
        var isSuspect = false
    }

    /// Takes the next item of evidence.
    @discardableResult
    mutating func fold(_ item: Evidence, in world: World) -> Step {
        let isInOrder = item.order >= order
        if isInOrder { order = item.order }
        switch item.kind {
        case .transitStarts:
            if let handle = item.transit, world.plans[handle] != nil {
                transits.append(TransitFold(handle: handle, in: world))
                changeCount &+= 1
                watch()
            }
        case .transitEnds:
            if let index = transits.firstIndex(where: { $0.handle == item.transit }) {
                transits[index].end(at: item.time, in: world)
                changeCount &+= 1
                watch()
            }
        case .report, .numberReused, .gateIn, .gateOut:
            return take(item, isInOrder: isInOrder, in: world)
        }
        return Step()
    }

    private mutating func take(_ item: Evidence, isInOrder: Bool, in world: World) -> Step {
        // A position from before the checkpoint cannot be put on the way: it would be a jump there and back.
        let isPlaced = isInOrder && item.kind == .report
        var movement = Movement()
        if isPlaced {
            movement = placement.place(item, world.rules.plausibility)
        } else if item.kind == .gateIn || item.kind == .gateOut {
            movement = placement.movement(at: item.time)
        }
        var step = TransitStep(evidence: item, isInOrder: isInOrder, movement: movement)
        if item.kind == .report { step.number = numbers.take(item, isInOrder: isInOrder) }
        if movement.isTrusted, let position = item.position {
            step.fix = position
            tracker.move(
                to: position, by: item, isResettled: movement.verdict == .resettled, zones: world.zones,
                changes: &step.changes)
            if !step.changes.isEmpty { zoneChanges += step.changes }
        }
        var summary = Step(changes: step.changes, isSuspect: movement.isSuspect)
        guard let current = currentTransit(at: item.time, in: world) else { return summary }
        step.inside = tracker.inside
        step.standing = tracker.standing
        if step.fix != nil, !transits[current].hasFix { addArrivals(to: &step) }
        let before = transits[current].mark
        transits[current].fold(step, in: world)
        if transits[current].mark != before { changeCount &+= 1 }
        watch()
        if transits[current].isSuspect(at: item.time) { summary.isSuspect = true }
        return summary
    }

    /// The zones are others now.
    mutating func zonesChanged(_ zones: ZoneIndex) { tracker.zonesChanged(zones) }

    /// The transit that evidence of a moment belongs to, as an index of `transits`.
    func currentTransit(at time: Timestamp, in world: World) -> Int? {
        // By index: a closure would be handed a copy of each, and this is asked at every report.
        var index = transits.count - 1
        while index >= 0 {
            if transits[index].endedAt == nil, let plan = world.plans[transits[index].handle], time >= plan.startsAt {
                return index
            }
            index -= 1
        }
        return nil
    }

    /// Time passes with no evidence: for a copy that is shown, never for the state that evidence is folded into.
    mutating func advance(to time: Timestamp, in world: World) {
        for index in transits.indices { transits[index].advance(to: time, in: world) }
        watch()
    }

    private mutating func watch() {
        due = .distantFuture
        for index in transits.indices { due = min(due, transits[index].due) }
    }

    /// Drops what no late evidence can change any more: `count` zone changes, and the transits that ended before `time`.
    mutating func forget(zoneChanges count: Int, transitsEndedBefore time: Timestamp) {
        if count > 0 { zoneChanges.removeFirst(count) }
        if transits.contains(where: { $0.endedAt.map { $0 < time } ?? false }) {
            transits.removeAll { $0.endedAt.map { $0 < time } ?? false }
            watch()
        }
    }

    /// A transit's first fix enters every zone that holds it, also where the seal lay there before the transit began.
    private func addArrivals(to step: inout TransitStep) {
        let entered = Set(step.changes.filter { $0.change == .entered }.map(\.zone))
        let arrivals = tracker.inside.filter { !entered.contains($0) }
            .map { ZoneTracker.Change(zone: $0, change: .entered, at: step.time) }
        step.changes = arrivals + step.changes
    }
}
