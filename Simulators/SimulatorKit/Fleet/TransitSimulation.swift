import Customs

/// One transit from its opening to a little after its close: what the server receives, and the truth.
struct TransitSimulation {
    let journey: Journey
    let truth: TransitTruth
    let envelopes: [Envelope]

    /// A stop against the rules, in seconds: well above the limit of 1,800.
    private static let unauthorisedStopSeconds = 2700...4500

    /// - Parameter index: The transit's place in the fleet; it decides the random numbers.
    init(
        index: Int, road plainRoad: Road, anomaly: AnomalyKind?, startsAt: Timestamp, options: FleetOptions,
        map: RoadMap
    ) throws(SimulatorError) {
        func source(_ part: UInt64) -> SplitMix64 { SplitMix64(seed: options.seed, part: UInt64(index) * 8 + part) }
        var random = source(0)
        let identity = TransitIdentity(
            number: options.firstSeal + index, day: options.startsAt, origin: plainRoad.origin, random: &random)

        var detour: Detour?
        if anomaly == .forbiddenZone || anomaly == .wrongDestination, let anomaly {
            detour = try Detour.find(anomaly, on: plainRoad, map: map)
        }
        let road = detour?.road ?? plainRoad
        var planning = source(1)
        let stops = try Self.stops(
            on: road, anomaly: anomaly, detour: detour, options: options, map: map, random: &planning)
        var simulation = JourneySimulation(road: road, random: source(2))
        let journey = try simulation.drive(stops, from: startsAt)

        let incidents = Incidents(
            journey: journey, anomaly: anomaly, detour: detour, options: options, random: source(3))
        var radioRandom = source(4)
        let radio = try RadioPlan(
            journey: journey, options: options, isLost: anomaly == .signalLost, protected: incidents.protected,
            random: &radioRandom)
        var device = SealDevice(
            seal: identity.seal, container: identity.container, intervalSeconds: options.intervalSeconds,
            random: source(5))
        let reports = device.reports(of: journey, silences: radio.silences) { incidents.state($0) }

        var delivery = source(6)
        var envelopes = try Paperwork(identity: identity, journey: journey, deadline: incidents.deadline)
            .envelopes(random: &delivery)
        envelopes += ReportDelivery(seal: identity.seal, journey: journey, backlog: radio.backlog)
            .envelopes(reports, random: &delivery)

        self.journey = journey
        self.envelopes = envelopes
        truth = TransitTruth(
            transit: identity.transit, container: identity.container, seal: identity.seal, route: road.route,
            origin: road.origin.facility ?? "", destination: road.destination.facility ?? "", startsAt: startsAt,
            deadline: incidents.deadline, departsAt: journey.time(journey.departure),
            arrivesAt: journey.time(journey.arrival), closesAt: journey.time(journey.close), reports: reports.count,
            anomalies: incidents.anomalies(reports: reports, radio: radio),
            innocents: incidents.innocents(reports: reports, radio: radio))
    }

    private static func stops(
        on road: Road, anomaly: AnomalyKind?, detour: Detour?, options: FleetOptions, map: RoadMap,
        random: inout SplitMix64
    ) throws(SimulatorError) -> [PlannedStop] {
        let planner = StopPlanner(road: road, places: map.places)
        var stops = planner.innocentStops(random: &random)
        switch anomaly {
        case .unauthorisedStop, .unlocked:
            let isUnlocking = anomaly == .unlocked
            let stop = planner.stop(
                isUnlocking ? .unlocking : .unauthorised,
                seconds: isUnlocking ? 480...900 : Self.unauthorisedStopSeconds, within: 0.3...0.55, random: &random)
            guard let stop else { throw SimulatorError("route \(road.route) has no free place for a stop") }
            stops.append(stop)
        case .forbiddenZone, .wrongDestination:
            guard let detour else { break }
            // Long enough to be seen at this interval; short of what would be a stop against the rules.
            let least = anomaly == .forbiddenZone ? 180 : 600
            let seconds = min(1500, max(least + random.whole(0...240), 4 * options.intervalSeconds))
            stops.append(
                PlannedStop(meters: detour.meters, seconds: seconds, purpose: .detour, zone: detour.zone.id))
        default: break
        }
        return stops.sorted { $0.meters < $1.meters }
    }
}
