import Customs
import Geofencing

/// One item of evidence with what the earlier stages made of it: what rules see.
struct TransitStep: Sendable {
    let evidence: Evidence
    /// `false` for evidence from before the history: it says something of the seal, and nothing of its way.
    let isInOrder: Bool
    let movement: Movement
    /// What its number says.
    var number = NumberStep()
    /// Where it is, if its fix can be trusted.
    var fix: Coordinate?
    /// The zones that it is in, ascending.
    var inside: [ZoneIndex.Handle] = []
    /// Whether and how long it may stand there.
    var standing = StandingPlace()
    /// What happened at the edges of zones on the way to it.
    var changes: [ZoneTracker.Change] = []
    /// Where it is along the transit's route.
    var road: RoadPosition?

    init(evidence: Evidence, isInOrder: Bool, movement: Movement) {
        self.evidence = evidence
        self.isInOrder = isInOrder
        self.movement = movement
    }

    /// The same step, with where it is on the route.
    func with(road: RoadPosition?) -> TransitStep {
        var step = self
        step.road = road
        return step
    }

    var kind: Evidence.Kind { evidence.kind }
    var time: Timestamp { evidence.time }
}

/// Whether a container may stand where it is.
struct StandingPlace: Codable, Sendable, Hashable {
    /// A rest area, a queue, a checkpoint or a facility.
    var isAllowed = false
    /// One of those holds it, also where its standing has a limit.
    var isForStanding = false
    /// A facility: there are roofs.
    var isFacility = false
    /// The shortest limit of its own that a zone here has, in seconds.
    var ownLimitSeconds: Double?

    init() {}

    init(_ inside: [ZoneIndex.Handle], _ zones: ZoneIndex) {
        for handle in inside {
            let zone = zones[handle]
            if zone.kind.allowsStanding { isForStanding = true }
            if zone.kind.isFacility { isFacility = true }
            if let limit = zone.standingLimitSeconds {
                ownLimitSeconds = min(ownLimitSeconds ?? limit, limit)
            } else if zone.kind.allowsStanding {
                isAllowed = true
            }
        }
    }

    /// How long it may stand, where the rule's own limit is `usual`; `nil` for any time.
    func limitSeconds(usual: Double) -> Double? { ownLimitSeconds ?? (isAllowed ? nil : usual) }
}

/// Where a container is along its route.
struct RoadPosition: Sendable, Hashable {
    /// Metres from the route's start.
    var alongMeters: Double
    /// Metres outside the route's corridor; 0 inside.
    var outsideMeters: Double
    /// Seconds since the fix before.
    var seconds: Double
}
