import Customs

/// One transit from its opening to a little after its close: what the server receives, and the truth.
struct TransitSimulation {
    let journey: Journey
    let truth: TransitTruth
    let envelopes: [Envelope]
    /// How far its seal counted.
    let seal: UsedSeal
    private let scenario: Scenario
    private let book: RoadBook

    /// A container stands in its port this long before its fleet's first transit is opened, in seconds: a recording that
    /// is played begins with it.
    private static let leadSeconds = 900.0
    /// Apart from the random numbers of journeys and seals.
    private static let papersSalt: UInt64 = 0x7061_7065_7273

    /// What decides a transit.
    struct Setting {
        /// The transit's place in the fleet; it decides the random numbers.
        var index: Int
        var road: Road
        var scenario: Scenario
        var startsAt: Timestamp
        /// For the second transit of two: it decides when the transit starts.
        var rendezvous: Rendezvous?
    }

    /// - Throws: `SimulatorError` where the scenario finds no place or no time on the road.
    init(_ setting: Setting, options: FleetOptions, book: RoadBook) throws(SimulatorError) {
        func source(_ part: UInt64) -> SplitMix64 {
            SplitMix64(seed: options.seed, part: UInt64(setting.index) * 8 + part)
        }
        var random = source(0)
        var identity = TransitIdentity(
            number: options.firstSeal + setting.index, day: options.startsAt, origin: setting.road.origin,
            random: &random)
        if setting.scenario == .anomaly(.invalidNumber) { identity.spoilNumber() }
        let pattern = Self.pattern(setting.scenario, options: options, random: &random)

        var planning = source(1)
        let journeyPlan = try JourneyPlanner(
            book: book, scenario: setting.scenario, options: options, rendezvous: setting.rendezvous
        ).plan(on: setting.road, interval: pattern.movingSeconds, random: &planning)
        let journey = try Self.drive(journeyPlan, setting, random: source(2))

        var planner = DevicePlanner(
            journey: journey, pattern: pattern, scenario: setting.scenario, places: book.map.places,
            holes: options.coverageHoles, isRough: options.isRough, random: source(3))
        let plan = try planner.make(offRoute: journeyPlan.offRoute)
        var random4 = source(4)
        let deadline = DeadlinePlan.deadline(of: journey, scenario: setting.scenario, random: &random4)

        var random7 = source(7)
        // Of a jammed receiver that goes on placing itself, what it tells is all that there is to see.
        let quality =
            options.isRough
            ? DeviceQuality.any(mustTell: setting.scenario == .anomaly(.jamming), &random7) : nil
        var device = SealDevice(
            seal: identity.seal, container: identity.container, pattern: pattern, random: source(5),
            quality: quality, used: options.usedSeals[setting.index])
        let made = device.emissions(of: journey, plan: plan)
        seal = UsedSeal(boot: device.boot, lastSequence: device.sequence)
        var random6 = source(6)
        var papers = SplitMix64(seed: options.seed ^ Self.papersSalt, part: UInt64(setting.index))
        let paperwork = try Paperwork(
            identity: identity, journey: journey, deadline: deadline, scenario: setting.scenario,
            notBefore: options.startsAt.advanced(bySeconds: -Self.leadSeconds), phantomGate: plan.phantomGate,
            places: book.map.places, delays: &random6, random: &papers)
        var envelopes = try paperwork.envelopes()
        var delivery = ReportDelivery(seal: identity.seal, journey: journey)
        delivery.deliver(made, random: &random6)
        let heard = delivery.arrivals.sorted {
            ($0.emission.second, $0.emission.report.sequence ?? 0) < (
                $1.emission.second, $1.emission.report.sequence ?? 0
            )
        }
        var cloneDelivery = ReportDelivery(seal: identity.seal, journey: journey)
        if let clone = plan.clone {
            cloneDelivery.deliver(device.cloneEmissions(clone, of: journey, random: &random6), random: &random6)
        }
        envelopes += delivery.envelopes + cloneDelivery.envelopes

        let writer = TruthWriter(
            journey: journey, journeyPlan: journeyPlan, device: plan, interval: pattern.movingSeconds,
            scenario: setting.scenario, deadline: deadline, corridor: book.corridor(of: setting.road.route),
            rendezvous: setting.rendezvous,
            holes: options.coverageHoles.filter { $0.route == setting.road.route }.map {
                journey.seconds(ofMeters: $0.meters)
            },
            heard: heard, made: made, clone: cloneDelivery.arrivals, paperwork: paperwork)
        self.journey = journey
        self.envelopes = envelopes
        self.scenario = setting.scenario
        self.book = book
        truth = TransitTruth(
            transit: identity.transit, container: identity.container, seal: identity.seal, route: setting.road.route,
            origin: journey.road.origin.facility ?? "", destination: journey.road.destination.facility ?? "",
            startsAt: journey.startsAt, deadline: deadline, departsAt: journey.time(journey.departure),
            arrivesAt: journey.time(journey.arrival), closesAt: journey.time(journey.close),
            reports: delivery.arrivals.count, intervalSeconds: pattern.movingSeconds, anomalies: writer.anomalies(),
            alsoAllowed: writer.allowances(), innocents: writer.innocents())
    }

    /// Where the second transit of two must be, for the first.
    func rendezvous(random: inout SplitMix64) -> Rendezvous? {
        guard let stop = journey.stops.first(where: { $0.plan.purpose == .company }) else { return nil }
        let isApart = scenario == .innocent(.standingApart)
        // It comes after the first, and leaves before it, or all but so.
        let late = random.whole(60...120)
        let spare = stop.seconds.count - late - 60
        let isLong = stop.seconds.count > 1900
        let seconds = isLong ? random.whole(2100...max(2100, spare)) : random.whole(min(540, spare)...max(540, spare))
        return Rendezvous(
            meters: stop.plan.meters + (isApart ? random.number(220...380) : random.number(10...28)),
            startsAt: journey.time(stop.seconds.lowerBound + late), seconds: seconds, purpose: .company,
            zone: stop.plan.zone, with: truth.transit)
    }

    private static func pattern(
        _ scenario: Scenario, options: FleetOptions, random: inout SplitMix64
    ) -> ReportingPattern {
        if scenario == .innocent(.sleepyDevice) { return .sleepy }
        guard options.variesIntervals else { return ReportingPattern(seconds: options.intervalSeconds) }
        let choice = options.isRough ? [10, 15, 20, 30, 45, 60, 90, 120] : [10, 30, 30, 60, 60, 120]
        var seconds = choice[random.whole(0...choice.count - 1)]
        if scenario == .innocent(.tunnel) { seconds = min(seconds, 60) }
        return ReportingPattern(seconds: seconds)
    }

    private static func drive(
        _ plan: JourneyPlan, _ setting: Setting, random: SplitMix64
    ) throws(SimulatorError) -> Journey {
        var simulation = JourneySimulation(road: plan.road, stretches: plan.stretches, random: random)
        guard let rendezvous = setting.rendezvous else {
            return try simulation.drive(plan.stops, from: setting.startsAt, trafficFrom: setting.startsAt)
        }
        // The drive there takes what it takes: the start follows from it.
        let about = rendezvous.startsAt.advanced(bySeconds: -rendezvous.meters / 14)
        var journey = try simulation.drive(plan.stops, from: about, trafficFrom: about)
        guard let stop = journey.stops.first(where: { $0.plan.purpose == .company }) else { return journey }
        journey.startsAt = rendezvous.startsAt.advanced(bySeconds: -Double(stop.seconds.lowerBound))
        return journey
    }
}
