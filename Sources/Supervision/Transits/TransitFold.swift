import Customs
import Geofencing

/// One transit's state after some of its evidence.
struct TransitFold: Codable, Sendable, Hashable {
    let handle: Int32
    var departedAt: Timestamp?
    var arrivedAt: Timestamp?
    var endedAt: Timestamp?
    /// A gate event says that it arrived, not a position.
    private var arrivedByGate = false
    /// Whether it has folded a trusted position.
    private(set) var hasFix = false
    /// How far it has come on its route.
    private(set) var road = RoadProgress()
    /// Whether it stands.
    private(set) var standing = Standing()
    /// Where it stood outside places where it may stand, for 4 minutes or longer.
    private(set) var stands = StandStays()
    /// When it could not be placed on its way.
    private(set) var outages = Outages()
    /// The facilities that it is in or has just left.
    var facilities = FacilityStays()
    var rules = RuleStates()
    var findings = Findings()
    /// The next moment at which time alone changes something; far away where there is none.
    private(set) var due = Timestamp.distantFuture

    init(handle: Int32, in world: World) {
        self.handle = handle
        watch(in: world)
    }

    /// Takes one item of evidence that belongs to the transit.
    mutating func fold(_ step: TransitStep, in world: World) {
        guard endedAt == nil, let plan = world.plans[handle] else { return }
        if step.isInOrder, due <= step.time { world.rules.advance(&self, to: step.time, plan, world) }
        world.rules.judge(&self, step, world)
        progress(step, plan)
        standing.step(step, radius: world.rules.unauthorisedStop.radiusMeters, &stands)
        outages.take(step)
        if !step.changes.isEmpty || facilities.needsFixes || step.kind != .report {
            facilities.take(step, isFirstFix: !hasFix, plan, world.rules.facilityLimits, world.zones)
        }
        if step.fix != nil { hasFix = true }
        let position = road.take(step, departedAt: departedAt, arrivedAt: arrivedAt, plan)
        let onRoad = step.with(road: position)
        world.rules.step(&self, onRoad, plan, world)
        due = world.rules.nextDeadline(self, plan, world) ?? .distantFuture
    }

    /// Time passes with no evidence.
    mutating func advance(to time: Timestamp, in world: World) {
        guard endedAt == nil, due <= time, let plan = world.plans[handle] else { return }
        world.rules.advance(&self, to: time, plan, world)
        watch(in: world)
    }

    mutating func end(at time: Timestamp, in world: World) {
        guard endedAt == nil else { return }
        advance(to: time, in: world)
        world.rules.finish(&self, at: time, world)
        endedAt = time
        standing.end(at: time, &stands)
        due = .distantFuture
        findings.closeAll(at: time)
    }

    private mutating func watch(in world: World) {
        guard let plan = world.plans[handle] else { return }
        due = world.rules.nextDeadline(self, plan, world) ?? .distantFuture
    }

    /// Status by evidence; an officer's ending is laid over it.
    var status: TransitStatus {
        if arrivedAt != nil { return .arrived }
        return departedAt != nil ? .inTransit : .open
    }

    /// What there is to publish, in short.
    struct Mark: Equatable {
        var revision: Int
        var encounters: UInt32
        var departedAt: Timestamp?
        var arrivedAt: Timestamp?
    }

    var mark: Mark {
        Mark(
            revision: findings.revision, encounters: encounterRevision, departedAt: departedAt, arrivedAt: arrivedAt)
    }

    /// Changes with what is held against other transits.
    var encounterRevision: UInt32 { stands.revision &+ outages.revision }

    /// Whether all that it holds was said before.
    func isPublished(in record: TransitRecord) -> Bool {
        findings.revision == record.publishedRevision && departedAt == record.transit.departedAt
            && arrivedAt == record.transit.arrivedAt
            && (record.transit.status.isEnded || record.transit.status == status)
    }

    /// Whether a spoofer may have made the position.
    func isSuspect(at time: Timestamp) -> Bool { rules.gnssSpoofing.suspectSince(at: time) != nil }

    private mutating func progress(_ step: TransitStep, _ plan: TransitPlan) {
        // A position that somebody else may have made decides no arrival, also not one just before it was found out.
        let suspectSince = rules.gnssSpoofing.suspectSince(at: step.time)
        if let suspectSince, let arrived = arrivedAt, arrived >= suspectSince, !arrivedByGate { arrivedAt = nil }
        if departedAt == nil {
            departedAt = Self.departure(step, plan)
        } else if arrivedAt != nil {
            return
        }
        guard departedAt != nil, suspectSince == nil || step.kind != .report else { return }
        arrivedAt = Self.arrival(step, plan)
        arrivedByGate = step.kind != .report
    }

    private static func departure(_ step: TransitStep, _ plan: TransitPlan) -> Timestamp? {
        switch step.kind {
        case .gateOut where step.evidence.facility == plan.origin: return step.time
        case .report where step.fix != nil:
            if let left = step.changes.first(where: { $0.change == .exited && plan.originZones.contains($0.zone) }) {
                return max(left.at, plan.startsAt)
            }
            return plan.originZones.contains(where: step.inside.contains) ? nil : step.time
        default: return nil
        }
    }

    private static func arrival(_ step: TransitStep, _ plan: TransitPlan) -> Timestamp? {
        switch step.kind {
        case .gateIn where step.evidence.facility == plan.destination: return step.time
        case .report where step.fix != nil:
            if let entry = step.changes.first(where: {
                $0.change == .entered && plan.destinationZones.contains($0.zone)
            }) {
                return entry.at
            }
            return plan.destinationZones.contains(where: step.inside.contains) ? step.time : nil
        default: return nil
        }
    }
}
