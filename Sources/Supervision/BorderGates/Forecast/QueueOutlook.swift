import Customs

/// What an ensemble starts from: the queue now, who is expected to come, and what the gate lets through.
struct QueueOutlook: Sendable {
    /// What is expected to arrive in five minutes, and how far that may be off, as parts of it.
    struct Arrivals: Sendable {
        var vehicles: Double
        /// What stays off for the whole time.
        var dayDeviation: Double
        /// What goes off and comes back within an hour or two.
        var surgeDeviation: Double
    }

    var at: Timestamp
    var calendar: GateCalendar
    var vehicles: Double
    var vehiclesError: Double
    /// One for each step of `QueueEnsemble`.
    var arrivals: [Arrivals]
    /// Vehicles an hour, while it is open: now, and what it goes back to.
    var capacityPerHour: Double
    var capacityError: Double
    var usualCapacityPerHour: Double
    /// Whether the flow has dropped or stopped, and since how many seconds.
    var flow: GateCongestion.Flow
    var dropAge: Double
    var drops: DropLearning
    /// From entering the queue to the gate-in where nobody waits.
    var driveSeconds: Double
}
