import Customs

/// Where and when a second transit must stand, because the first one stands there.
struct Rendezvous {
    /// Metres of the road.
    var meters: Double
    var startsAt: Timestamp
    var seconds: Int
    var purpose: PlannedStop.Purpose
    var zone: String?
    /// The first transit.
    var with: String
}
