public import Customs
public import Geofencing
import HeapModule

/// The core: a deterministic fold over observations. It reads no clock, no file and no random number.
///
/// `observe` is the one way in. Its stages, in order: the clock, then by kind order and deduplicate, place, match zones,
/// advance transits, run rules; what came out is published as effects.
public struct Supervisor: Sendable {
    /// Late evidence for a rule of the clock is looked at as a whole: a backlog comes in pieces over some seconds.
    public static let settlingSeconds = 10.0
    /// How long an ended transit waits for evidence from before its end.
    static let retentionSeconds = 7 * 86_400.0
    /// Bytes of evidence kept for folding again, shared by all seals: six hours of 7,000 seals at 30 s; a hundred
    /// thousand keep the last half hour each.
    static let historyBudget = 64 << 20

    var world: World
    let ruleBook: RuleBook
    let portRules: PortRules
    var facilitiesOnRoute: [String: Set<String>]
    /// The zones that it began with.
    let baseZones: [Zone]
    /// The zones that were put in their place; `nil` before any were.
    public internal(set) var edition: ZonesEdition?

    /// The newest received time; evidence time never lies behind it.
    public internal(set) var clock = Timestamp.distantPast
    /// The last ledger sequence number given.
    public internal(set) var sequence: Int64 = 0
    /// Reports stored so far; unlike `sequence` it does not depend on zones and rules.
    var reportCount: Int64 = 0
    /// Number of the next transit that was posted without a name.
    var nextTransitNumber: Int64 = 1

    var seals: [SealRecord] = []
    var sealHandles: [String: Int32] = [:]
    var transits = HandleTable(vacant: TransitRecord.vacant)
    var transitHandles: [String: Int32] = [:]
    /// Transits of a container that late evidence may still reach, oldest first.
    var transitsByContainer: [String: [Int32]] = [:]
    /// Ended transits in the order of their end, to be let go.
    var ended: [Int32] = []
    /// Names of transits let go: a name is used once.
    var retiredTransits: Set<String> = []
    var gateEvents = GateEventRegister()
    /// What gates and Customs said of each container.
    var containers = ContainerBook()
    /// Which containers each declaration has named.
    var declarations = DeclarationIndex()
    /// Calls with their manifests and what was discharged.
    var calls = CallBook()
    var outages = OutageBook()
    /// What is held against other transits.
    var encounters = Encounters()
    /// Queues at gates.
    var gates: BorderGates
    var deadlines = Heap<Deadline>()
    /// Alerts that wait for somebody to acknowledge them.
    var escalations = Escalations()
    /// Of seals that are to be explained; nobody's while the server runs.
    var witness: Witness?

    public init(zones: ZoneIndex, rules: RuleBook) {
        world = World(zones: zones, rules: Rules(settings: rules))
        ruleBook = rules
        portRules = PortRules(settings: rules)
        facilitiesOnRoute = Self.facilitiesOnRoutes(zones)
        baseZones = zones.zones
        gates = BorderGates(zones, rules.congestion)
    }

    /// Takes one observation, received at `receivedAt`, and appends what follows from it.
    ///
    /// Received times must not run backwards; one that does counts as the newest before it.
    public mutating func observe(_ observation: Observation, receivedAt: Timestamp, into effects: inout [Effect])
        -> Outcome
    {
        advance(to: receivedAt, into: &effects)
        let now = clock
        switch observation {
        case .report(let report, let origin, let digest):
            return observe(report, from: origin, digest: digest, receivedAt: now, into: &effects)
        case .gateEvent(let event, let account):
            return observe(event, by: account, receivedAt: now, into: &effects)
        case .openTransit(let order, let account):
            return open(order, by: account, receivedAt: now, into: &effects)
        case .endTransit(let id, let status, let reason, let account):
            return end(id, as: status, reason: reason, by: account, receivedAt: now, into: &effects)
        case .alertAction(let id, let action):
            return act(on: id, action, receivedAt: now, into: &effects)
        case .clearance(let order, let account):
            return decide(order, by: account, receivedAt: now, into: &effects)
        case .manifest(let manifest, let account):
            return put(manifest, by: account, receivedAt: now, into: &effects)
        case .announceOutage(let order, let facility, let account):
            return announce(order, facility: facility, by: account, receivedAt: now, into: &effects)
        case .endOutage(let id, let facility, let endsAt, let account):
            return endOutage(
                id, facility: facility, endsAt: endsAt, by: account, receivedAt: now, into: &effects)
        case .editZones(let edit, let account):
            return put(edit, by: account, into: &effects)
        case .tick:
            return .none
        }
    }

    /// The clock reaches `time`: every deadline up to it falls due, each at its own moment.
    public mutating func advance(to time: Timestamp, into effects: inout [Effect]) {
        while let next = deadlines.min, next.time <= time {
            // What a day taught is known before what falls due later.
            if world.experience.nextMoment <= next.time { learn(to: next.time) }
            deadlines.removeMin()
            clock = max(clock, next.time)
            fallDue(next, into: &effects)
        }
        learn(to: time)
        clock = max(clock, time)
    }

    /// The next moment at which time alone will do something.
    public var nextDeadline: Timestamp? { deadlines.min?.time }

    /// The next ledger sequence number.
    public mutating func claimSequence() -> Int64 {
        sequence += 1
        return sequence
    }

    /// Goes on counting after a number that was given before, where that is ahead.
    public mutating func resume(afterSequence number: Int64) { sequence = max(sequence, number) }

    mutating func emit(_ kind: Effect.Kind, at time: Timestamp, into effects: inout [Effect]) {
        if case .alert(_, let alert) = kind, ruleBook.escalation.isOn { watchAcknowledgement(of: alert) }
        effects.append(Effect(sequence: claimSequence(), at: time, kind: kind))
    }

    /// For each route, the facilities that it touches: a container on that route may come to them.
    static func facilitiesOnRoutes(_ zones: ZoneIndex) -> [String: Set<String>] {
        var result: [String: Set<String>] = [:]
        for (routeIndex, route) in zones.zones.enumerated() where route.kind == .route && !route.isRemoved {
            for (index, zone) in zones.zones.enumerated() where zone.kind.isFacility && !zone.isRemoved {
                guard let facility = zone.facility,
                    zones.touch(ZoneIndex.Handle(index), ZoneIndex.Handle(routeIndex))
                else { continue }
                result[route.id, default: []].insert(facility)
            }
        }
        return result
    }
}
