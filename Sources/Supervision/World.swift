import Customs
import Geofencing

/// What folding needs besides the evidence: all of it constant while a fold runs.
///
/// A reference, because every step of every fold is handed it. It changes only through `Supervisor.changeWorld`, which
/// makes a copy first where another Supervisor has the same.
final class World: @unchecked Sendable {
    let zones: ZoneIndex
    let rules: Rules
    // Every rule reads these two at every report; that nobody writes meanwhile is `changeWorld`'s to keep.
    /// Plans of the transits by handle.
    @exclusivity(unchecked) var plans: HandleTable<TransitPlan?>
    /// What earlier transits taught about the routes.
    @exclusivity(unchecked) var experience: Experience

    init(
        zones: ZoneIndex, rules: Rules, plans: HandleTable<TransitPlan?> = HandleTable(vacant: nil),
        experience: Experience = Experience()
    ) {
        self.zones = zones
        self.rules = rules
        self.plans = plans
        self.experience = experience
    }

    func copy() -> World { World(zones: zones, rules: rules, plans: plans, experience: experience) }
}

extension Supervisor {
    /// The one way to change the world: nobody else's changes with it.
    mutating func changeWorld<Result>(_ body: (World) -> Result) -> Result {
        if !isKnownUniquelyReferenced(&world) { world = world.copy() }
        return body(world)
    }
}
