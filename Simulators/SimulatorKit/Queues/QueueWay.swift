/// The way of one vehicle that is seen: where it is at a moment, in metres along its road. Times are in seconds from
/// the series' first midnight.
struct QueueWay {
    /// How it comes from far away.
    struct Journey: Hashable {
        let departsAt: Double
        let metersPerSecond: Double
        /// Where it rests, and how long; 0 s where it does not.
        let restMeters: Double
        let restSeconds: Double
    }

    let vehicle: QueueVehicle
    let road: QueueRoad
    /// When it is first heard of near the gate.
    let approachesAt: Double
    let journey: Journey?
    /// When it has gone, and is heard of no more.
    let endsAt: Double
    /// When it turns round.
    private let turnsAt: Double?
    private let passages: [Double]
    private let spacing: Double
    private let approachSpeed: Double
    private let crossingSpeed: Double
    private let approachMeters: Double

    private static let exitSpeed = 4.0
    private static let turningSeconds = 120.0
    private static let spacingMeters = 18.0
    /// Kept from the queue zone's beginning, so that who waits last is well within.
    private static let tailMeters = 70.0

    /// - Parameter passages: all gate-ins of the gate, ascending.
    init(
        _ vehicle: QueueVehicle, road: QueueRoad, passages: [Double], approachMeters: Double, hasJourney: Bool,
        random: inout SplitMix64
    ) {
        self.vehicle = vehicle
        self.road = road
        self.passages = passages
        self.approachMeters = min(approachMeters, road.queue.lowerBound)
        approachSpeed = random.number(10...14)
        crossingSpeed = road.queueMeters / vehicle.crossingSeconds
        approachesAt = vehicle.entersAt - self.approachMeters / approachSpeed
        let room = max(10, road.front - road.queue.lowerBound - Self.tailMeters)
        let ahead = vehicle.place - Self.count(passages, until: vehicle.entersAt)
        spacing = min(Self.spacingMeters, room / Double(max(1, ahead)))
        turnsAt = vehicle.leavesAt.map { max(vehicle.entersAt + vehicle.crossingSeconds, $0 - Self.turningSeconds) }
        let rest = random.chance(0.35) ? random.number(1200...3600) : 0
        let place = random.element(of: road.rests) ?? road.queue.lowerBound / 2
        let speed = random.number(11.5...14.5)
        if hasJourney {
            let meters = road.queue.lowerBound - self.approachMeters
            let isOnWay = place < meters
            journey = Journey(
                departsAt: approachesAt - meters / speed - (isOnWay ? rest : 0), metersPerSecond: speed,
                restMeters: place, restSeconds: isOnWay ? rest : 0)
        } else {
            journey = nil
        }
        if let passesAt = vehicle.passesAt {
            endsAt = passesAt + (road.path.lengthMeters - road.front) / Self.exitSpeed + 30
        } else if let leavesAt = vehicle.leavesAt {
            endsAt = leavesAt + self.approachMeters / approachSpeed
        } else {
            endsAt = .infinity
        }
    }

    /// Metres from the road's start.
    func meters(at time: Double) -> Double {
        if time < approachesAt { return journeyMeters(at: time) }
        if time < vehicle.entersAt { return road.queue.lowerBound - approachSpeed * (vehicle.entersAt - time) }
        if let passesAt = vehicle.passesAt, time >= passesAt {
            return min(road.path.lengthMeters, road.front + Self.exitSpeed * (time - passesAt))
        }
        if let turnsAt, let leavesAt = vehicle.leavesAt, time >= turnsAt {
            if time >= leavesAt { return max(0, road.queue.lowerBound - approachSpeed * (time - leavesAt)) }
            let from = placeInQueue(at: turnsAt)
            return from - (from - road.queue.lowerBound) * (time - turnsAt) / max(1, leavesAt - turnsAt)
        }
        return placeInQueue(at: time)
    }

    /// When it next sets off after standing in the queue.
    var setsOffAt: Double { vehicle.passesAt ?? turnsAt ?? .infinity }

    /// Whether it drives back.
    func isTurned(at time: Double) -> Bool { turnsAt.map { time >= $0 } ?? false }

    private func placeInQueue(at time: Double) -> Double {
        let driven = road.queue.lowerBound + crossingSpeed * (time - vehicle.entersAt)
        let ahead = max(0, vehicle.place - Self.count(passages, until: time))
        return min(driven, road.front - spacing * Double(ahead))
    }

    private func journeyMeters(at time: Double) -> Double {
        guard let journey else { return road.queue.lowerBound - approachMeters }
        let driven = max(0, time - journey.departsAt) * journey.metersPerSecond
        if driven <= journey.restMeters || journey.restSeconds == 0 { return driven }
        return max(journey.restMeters, driven - journey.restSeconds * journey.metersPerSecond)
    }

    /// How many of the times are not after a moment.
    private static func count(_ times: [Double], until time: Double) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
