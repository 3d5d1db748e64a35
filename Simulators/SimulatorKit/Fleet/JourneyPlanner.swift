import Customs

/// Plans the road, the stops and the speeds of a transit so that its scenario happens, and nothing else.
struct JourneyPlanner {
    let book: RoadBook
    let scenario: Scenario
    let options: FleetOptions
    var rendezvous: Rendezvous?

    /// A stop against the rules, in seconds: well above the limit of 1,800.
    static let unauthorisedStopSeconds = 2700...4500
    /// Metres beside a coverage hole on which nothing else happens.
    private static let holeMarginMeters = 2000.0

    /// - Throws: `SimulatorError` where the road has no place for the scenario.
    func plan(on road: Road, interval: Int, random: inout SplitMix64) throws(SimulatorError) -> JourneyPlan {
        var plan = try plan(road, interval: interval, random: &random)
        var planner = StopPlanner(road: plan.road, places: book.map.places)
        for hole in options.coverageHoles where hole.route == road.route {
            let margin = Self.holeMarginMeters
            planner.avoided.append(hole.meters.lowerBound - margin...hole.meters.upperBound + margin)
            // Slow enough for a silence above the limit, fast enough for one that ends.
            plan.stretches.append(.init(meters: hole.meters, metersPerSecond: 11.5...14.5))
        }
        planner.avoided += plan.stretches.map(\.meters)
        if let offRoute = plan.offRoute { planner.avoided.append(offRoute) }

        if let rendezvous {
            plan.stops = [
                PlannedStop(
                    meters: rendezvous.meters, seconds: rendezvous.seconds, purpose: rendezvous.purpose,
                    zone: rendezvous.zone)
            ]
        } else {
            if !scenario.wantsFreeRoad { plan.stops = planner.innocentStops(random: &random) }
            let own = try stops(of: plan, planner: planner, interval: interval, random: &random)
            plan.stops.removeAll { stop in isInTheWay(stop, of: own) }
            plan.stops += own
        }
        plan.stops.sort { $0.meters < $1.meters }
        plan.stretches.sort { $0.meters.lowerBound < $1.meters.lowerBound }
        return plan
    }

    private func isInTheWay(_ stop: PlannedStop, of own: [PlannedStop]) -> Bool {
        guard let first = own.map(\.meters).min(), let last = own.map(\.meters).max() else { return false }
        let zones = Set(own.compactMap(\.zone))
        return (first - 1500...last + 1500).contains(stop.meters) || stop.zone.map(zones.contains) ?? false
    }

    private func plan(
        _ road: Road, interval: Int, random: inout SplitMix64
    ) throws(SimulatorError) -> JourneyPlan {
        let length = road.path.lengthMeters
        func stretch(_ meters: Double, _ speed: ClosedRange<Double>) -> JourneyPlan {
            let first = length * random.number(0.25...0.5)
            let range = first...min(first + meters, length * 0.9)
            return JourneyPlan(road: road, stretches: [.init(meters: range, metersPerSecond: speed)])
        }
        switch scenario {
        case .anomaly(.forbiddenZone), .anomaly(.wrongDestination):
            guard case .anomaly(let kind) = scenario else { break }
            let detour = try book.detour(kind, on: road)
            return JourneyPlan(road: detour.road, detour: detour, offRoute: detour.offRoute)
        case .anomaly(.routeDeviation):
            return try BesideRoad(road: road, book: book).parallel(
                meters: length * 0.12...length * 0.25, offset: 800...2200, least: 9000, random: &random)
        case .innocent(.corridorDetour):
            return try BesideRoad(road: road, book: book).parallel(
                meters: length * 0.06...length * 0.2, offset: 110...170, least: 3000, random: &random)
        case .innocent(.shortExcursion):
            return try BesideRoad(road: road, book: book).excursion(random: &random)
        case .anomaly(.overspeed):
            let speed = random.number(30...32.4)
            // Three reports at least see it.
            let seconds = max(random.number(180...480), Double(3 * interval + 60))
            return stretch(speed * seconds + 400, speed - 0.4...speed + 0.6)
        case .innocent(.motorway):
            let speed = random.number(26.2...26.8)
            return stretch(speed * random.number(400...1200), speed - 0.6...speed + 0.5)
        case .anomaly(.lateForecast):
            // Half of them break down in a rest area, the others crawl.
            let hasRest = !StopPlanner(road: road, places: book.map.places).restAreas.isEmpty
            if hasRest, random.chance(0.5) { break }
            let speed = random.number(4.8...5.4)
            return JourneyPlan(
                road: road,
                stretches: [.init(meters: length * 0.2...length * 0.93, metersPerSecond: speed - 0.5...speed + 0.5)])
        default: break
        }
        return JourneyPlan(road: road)
    }

    /// The stops that make the scenario.
    private func stops(
        of plan: JourneyPlan, planner: StopPlanner, interval: Int, random: inout SplitMix64
    ) throws(SimulatorError) -> [PlannedStop] {
        func required(_ stop: PlannedStop?) throws(SimulatorError) -> [PlannedStop] {
            guard let stop else {
                throw SimulatorError("route \(plan.road.route) has no free place for \(scenario.name)")
            }
            return [stop]
        }
        func byTheRoad(
            _ purpose: PlannedStop.Purpose, _ seconds: ClosedRange<Int>, random: inout SplitMix64
        ) throws(SimulatorError) -> [PlannedStop] {
            try required(planner.stop(purpose, seconds: seconds, within: 0.3...0.55, random: &random))
        }
        switch scenario {
        case .anomaly(.unauthorisedStop):
            return try byTheRoad(.unauthorised, Self.unauthorisedStopSeconds, random: &random)
        case .anomaly(.unlocked): return try byTheRoad(.unlocking, 480...900, random: &random)
        case .anomaly(.meeting):
            // Now and then so long that each is a stop against the rules as well.
            let isLong = random.chance(0.2)
            return try byTheRoad(.company, isLong ? 3000...4200 : 840...1620, random: &random)
        case .anomaly(.lateForecast) where plan.stretches.isEmpty:
            return try required(planner.rest(.parking, seconds: 9000...12_600, random: &random))
        case .anomaly(.forbiddenZone), .anomaly(.wrongDestination):
            guard let detour = plan.detour else { return [] }
            // Long enough to be seen at this interval; short of what would be a stop against the rules.
            let least = scenario == .anomaly(.forbiddenZone) ? 180 : 600
            let seconds = min(1500, max(least + random.whole(0...240), 4 * interval))
            return [PlannedStop(meters: detour.meters, seconds: seconds, purpose: .detour, zone: detour.zone.id)]
        case .innocent(.nearLimitStop): return try byTheRoad(.short, 1600...1750, random: &random)
        case .innocent(.standingApart): return try byTheRoad(.company, 840...1500, random: &random)
        case .innocent(.restAreaCompany):
            return try required(planner.rest(.company, seconds: 2400...7200, random: &random))
        case .innocent(.longRest), .innocent(.sleepyDevice):
            return try required(planner.rest(.parking, seconds: 7200...25_200, random: &random))
        case .innocent(.fenceParking): return [planner.fenceStop(random: &random)]
        case .innocent(.borderQueue): return planner.queueStops(24...30, seconds: 540...1140, random: &random)
        case .innocent(.nightTraffic):
            let stops = planner.creepingStops(random: &random)
            return stops.isEmpty ? try required(nil) : stops
        default: return []
        }
    }
}
