public import Customs

/// One gate of a queue simulation.
public struct QueueGateOptions: Sendable, Hashable {
    /// The facility's code.
    public var gate: String
    /// Vehicles that come on a mean day; `nil` for what is usual there.
    public var vehiclesPerDay: Double?
    /// What it lets through an hour while it is open; `nil` for what its zone says, or more where that is too little
    /// for those who usually come.
    public var capacityPerHour: Double?
    /// Whether it is open around the clock, whatever its zone says.
    public var isAlwaysOpen = false
    /// The deviation of a day's arrivals from what its weekday brings, as a share.
    public var daySpread = 0.17
    /// How often capacity drops, and how often nothing passes in opening hours, on a mean day.
    public var dropsPerDay = 0.25
    public var closuresPerDay = 0.15
    /// The share of days with a surge, and what arrivals are multiplied with.
    public var surgeShare = 0.0
    public var surgeFactor = 1.5...2.5
    /// Those that are sure, beside the random ones.
    public var surges: [QueueSurge] = []
    public var interruptions: [QueueInterruption] = []
    /// What separates the levels in the truth.
    public var limits = CongestionLimits()

    public init(gate: String) { self.gate = gate }

    func validate() throws(SimulatorError) {
        func check(_ isRight: Bool, _ reason: String) throws(SimulatorError) {
            guard isRight else { throw SimulatorError("gate \(gate): \(reason)") }
        }
        try check((1...50_000).contains(vehiclesPerDay ?? 1), "vehicles a day must be 1 to 50000")
        try check((1...5000).contains(capacityPerHour ?? 1), "the capacity must be 1 to 5000 an hour")
        try check((0...1).contains(daySpread), "the spread of days must be 0 to 1")
        try check((0...5).contains(dropsPerDay), "drops a day must be 0 to 5")
        try check((0...5).contains(closuresPerDay), "closures a day must be 0 to 5")
        try check((0...1).contains(surgeShare), "the share of days with a surge must be 0 to 1")
        try check(
            surgeFactor.lowerBound > 0 && surgeFactor.upperBound <= 20, "a surge's factor must be above 0, at most 20")
        for surge in surges {
            try check(
                surge.factor > 0 && surge.factor <= 20 && surge.buildSeconds >= 0 && surge.holdSeconds >= 0,
                "a surge needs a factor above 0, at most 20, and times that are not negative")
        }
        for interruption in interruptions {
            try check(
                interruption.endsAt > interruption.startsAt && (0...1).contains(interruption.share),
                "an interruption must end after it starts, and leave a share of 0 to 1")
        }
    }
}
