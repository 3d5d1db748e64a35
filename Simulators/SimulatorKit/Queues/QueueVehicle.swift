/// A vehicle that comes to a gate's queue; times in seconds from the first midnight.
package struct QueueVehicle: Sendable, Hashable {
    /// From 0, in the order of entering.
    package let number: Int
    /// When it enters the queue zone.
    package let entersAt: Double
    /// What it takes to drive through the queue zone when nobody waits.
    package let crossingSeconds: Double
    /// How long its papers take, where 1 is the mean.
    let work: Double
    /// It is seen where this is below the share seen.
    package let chance: Double
    /// How many were served or are to be served before it.
    package internal(set) var place = 0
    /// Its gate-in; `nil` where it gives up, or waits beyond what is simulated.
    package internal(set) var passesAt: Double?
    /// When it is out of the queue zone again, having given up.
    package internal(set) var leavesAt: Double?
}
