public import Customs

/// What really was at a gate, minute by minute.
public struct QueueTruth: Sendable, Hashable {
    public let gate: String
    /// Of minute 0.
    public let startsAt: Timestamp
    public let limits: CongestionLimits
    /// Vehicles that have entered the queue zone and are not gated in, by the minute.
    public let vehiclesWaiting: [Int]
    /// Seconds from entering to the gate-in of one who joins at that minute; `nil` beyond what is simulated.
    public let waitSeconds: [Double?]
    /// The same as one would reckon it who knows the queue and the usual capacity, and nothing that is to come: what no
    /// measuring of queues can be much better than.
    public let knownWaitSeconds: [Double?]
    /// Vehicles an hour, 0 while nothing passes.
    public let capacityPerHour: [Double]
    /// By its calendar.
    public let isOpen: [Bool]
    public let interruptions: [QueueInterruption]
    /// Gate-ins of vehicles, by the minute.
    public let passages: [Int]

    /// Minutes that are known.
    public var minutes: Int { vehiclesWaiting.count }

    public func time(minute: Int) -> Timestamp { startsAt.advanced(bySeconds: Double(minute) * 60) }

    /// The minute that a moment is in; `nil` outside the days.
    public func minute(at time: Timestamp) -> Int? {
        let seconds = time.seconds(since: startsAt)
        guard seconds >= 0, Int(seconds / 60) < minutes else { return nil }
        return Int(seconds / 60)
    }

    public func level(minute: Int) -> CongestionLevel {
        limits.level(vehicles: Double(vehiclesWaiting[minute]), waitSeconds: waitSeconds[minute])
    }

    init(
        _ options: QueueGateOptions, startsAt: Timestamp, days: Int, hours: GateHours, capacity: GateCapacity,
        usual: GateCapacity, vehicles: [QueueVehicle], crossingSeconds: Double
    ) {
        let minutes = days * 1440
        gate = options.gate
        self.startsAt = startsAt
        limits = options.limits
        interruptions = capacity.interruptions
        capacityPerHour = Array(capacity.perHour.prefix(minutes))
        isOpen = (0..<minutes).map { hours.isOpen(minute: $0) }
        var changes = Array(repeating: 0, count: minutes + 1)
        var passages = Array(repeating: 0, count: minutes)
        /// The first whole minute at which a moment is past.
        func index(_ time: Double) -> Int { min(minutes, Int((time / 60).rounded(.up))) }
        for vehicle in vehicles {
            changes[index(vehicle.entersAt)] += 1
            if let out = vehicle.passesAt ?? vehicle.leavesAt { changes[index(out)] -= 1 }
            if let pass = vehicle.passesAt, pass < Double(minutes) * 60 { passages[Int(pass / 60)] += 1 }
        }
        self.passages = passages
        var waiting = 0
        vehiclesWaiting = changes.prefix(minutes).map { change in
            waiting += change
            return waiting
        }
        var next = 0
        var last: Double? = 0
        var waits: [Double?] = []
        var known: [Double?] = []
        for minute in 0..<minutes {
            let time = Double(minute) * 60
            while next < vehicles.count, vehicles[next].entersAt <= time {
                let vehicle = vehicles[next]
                if vehicle.leavesAt == nil { last = vehicle.passesAt }
                next += 1
            }
            waits.append(
                last.flatMap { capacity.completion(of: 1, from: max(time + crossingSeconds, $0)) }.map { $0 - time })
            let after = usual.completion(of: Double(vehiclesWaiting[minute]) + 1, from: time)
            let alone = usual.completion(of: 1, from: time + crossingSeconds)
            known.append(after.flatMap { after in alone.map { max(after, $0) - time } })
        }
        waitSeconds = waits
        knownWaitSeconds = known
    }
}
