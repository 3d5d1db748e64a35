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
    private var traffic = Timestamp.distantPast
    private var trafficFactor = 1.0
    /// Typical speeds of stretches of the road, each with the metres at which it ends.
    private let profile: [(until: Double, speed: Double)]
    private var profileIndex = 0
    private let stretches: [JourneyPlan.Stretch]
    private var stretchIndex = 0

    init(road: Road, stretches: [JourneyPlan.Stretch] = [], random: SplitMix64) {
        self.road = road
        self.stretches = stretches
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
    /// - Parameter trafficFrom: When it starts as far as the traffic of the day matters; exactness does not.
    /// - Throws: `SimulatorError` where the lorry does not arrive.
    mutating func drive(
        _ plan: [PlannedStop], from startsAt: Timestamp, trafficFrom: Timestamp
    ) throws(SimulatorError) -> Journey {
        traffic = trafficFrom
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

        let journey = Journey(
            startsAt: startsAt, road: road, samples: samples, stops: stops, departure: 0, arrival: 0, close: close)
        let departure = journey.second(from: 0, inside: road.origin, false)
        let arrival = journey.second(from: departure ?? 0, inside: road.destination, true)
        guard let departure, let arrival else {
            throw SimulatorError("route \(road.route) does not lead out of and into a facility")
        }
        return Journey(
            startsAt: startsAt, road: road, samples: samples, stops: stops, departure: departure, arrival: arrival,
            close: close)
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
            let wanted = wantedMetersPerSecond()
            let brake = (2 * Self.brakingMetersPerSecondSquared * (target - meters)).squareRoot()
            let goal = max(0.5, min(wanted, brake))
            speed = max(0.5, min(goal, speed + Self.accelerationMetersPerSecondSquared))
            meters = min(target, meters + speed)
            samples.append(Journey.Sample(meters: meters, speedMetersPerSecond: speed))
        }
    }

    private mutating func wantedMetersPerSecond() -> Double {
        while stretchIndex < stretches.count, stretches[stretchIndex].meters.upperBound < meters { stretchIndex += 1 }
        if stretchIndex < stretches.count, stretches[stretchIndex].meters.contains(meters) {
            let range = stretches[stretchIndex].metersPerSecond
            let middle = (range.lowerBound + range.upperBound) / 2
            return min(range.upperBound, max(range.lowerBound, middle + 0.5 * speedNoise))
        }
        while profileIndex < profile.count - 1, meters >= profile[profileIndex].until { profileIndex += 1 }
        // A minute's old factor is good enough.
        if samples.count % 60 == 0 {
            trafficFactor = Traffic.factor(at: traffic.advanced(bySeconds: Double(samples.count)))
        }
        return min(24, max(3, profile[profileIndex].speed * trafficFactor + speedNoise))
    }
}
