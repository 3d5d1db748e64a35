import Customs

/// Drives a lorry along its road, second by second.
struct JourneySimulation {
    /// Seconds after which something must be wrong with the plan.
    private static let maximumSeconds = 400_000
    private static let accelerationMetersPerSecondSquared = 0.6
    private static let brakingMetersPerSecondSquared = 0.8
    /// Metres at both ends where lorries are slow.
    private static let yardMeters = 1500.0

    private let road: Road
    private var random: SplitMix64
    private var samples: [Journey.Sample] = []
    private var stops: [Journey.Stop] = []
    private var meters = 0.0
    private var speed = 0.0
    private var speedNoise = 0.0
    /// Typical speeds of stretches of the road, each with the metres at which it ends.
    private let profile: [(until: Double, speed: Double)]

    init(road: Road, random: SplitMix64) {
        self.road = road
        var random = random
        var profile: [(until: Double, speed: Double)] = [(Self.yardMeters, random.number(6...9))]
        let end = road.path.lengthMeters - Self.yardMeters
        while let last = profile.last, last.until < end {
            profile.append((min(end, last.until + random.number(3000...9000)), random.number(10...22)))
        }
        profile.append((.infinity, random.number(6...9)))
        self.profile = profile
        self.random = random
    }

    /// - Parameter plan: In the order of the road.
    /// - Throws: `SimulatorError` where the lorry does not arrive.
    mutating func drive(_ plan: [PlannedStop], from startsAt: Timestamp) throws(SimulatorError) -> Journey {
        stand(random.whole(480...720))
        for stop in plan {
            try drive(to: stop.meters)
            let first = samples.count
            stand(stop.seconds)
            stops.append(Journey.Stop(plan: stop, seconds: first..<samples.count))
        }
        try drive(to: road.path.lengthMeters)
        stand(random.whole(480...720))
        let close = samples.count
        stand(random.whole(180...300))

        let departure = try firstSecond { road.origin.shape.clearanceMeters(of: $0) > 0 }
        let arrival = try firstSecond { road.destination.shape.clearanceMeters(of: $0) <= 0 }
        return Journey(
            startsAt: startsAt, road: road, samples: samples, stops: stops, departure: departure, arrival: arrival,
            close: close)
    }

    private func firstSecond(_ condition: (Coordinate) -> Bool) throws(SimulatorError) -> Int {
        let second = samples.indices.first { condition(road.path.place(atMeters: samples[$0].meters)) }
        guard let second else { throw SimulatorError("route \(road.route) does not lead out of and into a facility") }
        return second
    }

    private mutating func stand(_ seconds: Int) {
        speed = 0
        samples += Array(repeating: Journey.Sample(meters: meters, speedMetersPerSecond: 0), count: seconds)
    }

    private mutating func drive(to target: Double) throws(SimulatorError) {
        while meters < target {
            guard samples.count < Self.maximumSeconds else {
                throw SimulatorError("the lorry on route \(road.route) does not arrive")
            }
            // AR(1): traffic changes slowly around the stretch's typical speed, with a deviation of about 1 m/s.
            speedNoise = 0.97 * speedNoise + 0.25 * random.normal()
            let typical = profile.first { meters < $0.until }?.speed ?? 8
            let wanted = min(24, max(3, typical + speedNoise))
            let brake = (2 * Self.brakingMetersPerSecondSquared * (target - meters)).squareRoot()
            let goal = max(0.5, min(wanted, brake))
            speed = max(0.5, min(goal, speed + Self.accelerationMetersPerSecondSquared))
            meters = min(target, meters + speed)
            samples.append(Journey.Sample(meters: meters, speedMetersPerSecond: speed))
        }
    }
}
