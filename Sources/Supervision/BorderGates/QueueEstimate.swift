import Customs

/// What the evidence says of a gate's queue at one moment.
struct QueueEstimate: Sendable, Hashable, Codable {
    var at: Timestamp
    /// Vehicles waiting that a seal or a tracker shows.
    var seen = 0
    /// All that wait, and one standard error.
    var vehicles = 0.0
    var vehiclesError = 0.0
    /// Of all that pass, the share that is seen, 0...1, and one standard error.
    var share = 1.0
    var shareError = 0.0
    /// Arrivals an hour over the last half hour, all vehicles.
    var arrivalsPerHour = 0.0
    /// Gate-ins an hour over the last half hour.
    var departuresPerHour = 0.0
    /// What the gate lets through an hour now while it is open and vehicles wait, and one standard error.
    var capacityPerHour = 0.0
    var capacityError = 0.0
    /// The same over the last days: what the present rate goes back to.
    var usualCapacityPerHour = 0.0
    var flow = GateCongestion.Flow.normal
    var flowSince: Timestamp?
    var isOpenByCalendar = true
    /// Vehicles have been passing for a while although the calendar says closed.
    var passesWhileClosed = false
    /// Seconds that one who joins now will wait, closed hours included; `nil` where nothing says how fast the gate is.
    var waitSeconds: Double?
    /// Mean wait of those seen to pass in the last hour.
    var measuredWaitSeconds: Double?
}
