import Customs

/// Decides what happens to a seal on a journey, so that its scenario happens and can be found.
struct DevicePlanner {
    let journey: Journey
    let pattern: ReportingPattern
    let scenario: Scenario
    let places: [Zone]
    let holes: [CoverageHole]
    /// More of what every day brings.
    let isRough: Bool

    private(set) var plan = DevicePlan()
    /// The seconds in which the seal must be heard as it is.
    private(set) var protected: [Range<Int>] = []
    var random: SplitMix64

    var interval: Int { pattern.movingSeconds }

    init(
        journey: Journey, pattern: ReportingPattern, scenario: Scenario, places: [Zone], holes: [CoverageHole],
        isRough: Bool = false, random: SplitMix64
    ) {
        self.isRough = isRough
        self.journey = journey
        self.pattern = pattern
        self.scenario = scenario
        self.places = places
        self.holes = holes
        self.random = random
    }

    /// - Parameter offRoute: Metres of the road that lead off the route, where every report counts.
    /// - Throws: `SimulatorError` where the journey has no time for the scenario.
    mutating func make(offRoute: ClosedRange<Double>?) throws(SimulatorError) -> DevicePlan {
        protected = journey.stops.compactMap { stop in
            [.unauthorised, .unlocking, .detour, .company].contains(stop.plan.purpose) ? stop.seconds : nil
        }
        if let offRoute { protected.append(journey.seconds(ofMeters: offRoute)) }
        let isCut = scenario == .anomaly(.tampered) || scenario == .anomaly(.tamperedInBacklog)
        if !isCut, random.chance(0.6) { plan.unlocked.append(journey.close + 30..<journey.samples.count) }
        for hole in holes where hole.route == journey.road.route {
            let seconds = journey.seconds(ofMeters: hole.meters)
            if random.chance(0.6) {
                plan.silences.append(seconds)
            } else {
                plan.backlogs.append(.init(seconds: seconds))
            }
            protected.append(seconds)
        }
        switch scenario {
        case .plain: break
        case .anomaly(let kind): try happen(kind)
        case .innocent(let kind): try happen(kind)
        }
        addEverydaySilences()
        return plan
    }

    /// A gap and a backlog as every day has them, where they hide nothing.
    private mutating func addEverydaySilences() {
        let margin = 2 * interval + 60
        func free(_ share: ClosedRange<Double>, _ seconds: Int, _ random: inout SplitMix64) -> Range<Int>? {
            let window = window(share, seconds: seconds, &random)
            guard window.upperBound < journey.arrival - margin else { return nil }
            return protected.allSatisfy { !$0.overlaps(window.lowerBound - margin..<window.upperBound + margin) }
                ? window : nil
        }
        var random = random
        defer { self.random = random }
        if random.chance(0.35), let gap = free(0.1...0.25, random.whole(120...480), &random) {
            plan.silences.append(gap)
            protected.append(gap)
        }
        if random.chance(0.35), let backlog = free(0.6...0.75, random.whole(240...600), &random) {
            plan.backlogs.append(.init(seconds: backlog))
            protected.append(backlog)
        }
        guard isRough else { return }
        if random.chance(0.3), let late = free(0.3...0.5, random.whole(300...900), &random) {
            plan.unordered = plan.unordered ?? late
            protected.append(late)
        }
        if random.chance(0.3), let weak = free(0.1...0.9, random.whole(300...1800), &random) {
            plan.sky.append((weak, .weak))
            protected.append(weak)
        }
        for _ in 0..<random.whole(0...2) {
            let reports = max(1, 80 / interval)
            guard interval <= 60, let roof = free(0.05...0.9, reports * interval, &random) else { continue }
            plan.sky.append((roof, .covered))
            protected.append(roof)
        }
        if random.chance(0.3), let spike = free(0.1...0.9, interval, &random) {
            plan.speedSpike = plan.speedSpike ?? spike
        }
    }

    // MARK: Times

    private func window(_ share: ClosedRange<Double>, seconds: Int, _ random: inout SplitMix64) -> Range<Int> {
        let first = journey.departure + Int(Double(journey.arrival - journey.departure) * random.number(share))
        return first..<first + seconds
    }

    /// A time of the drive, before the arrival, in which nothing else happens and, where it must, the lorry drives.
    mutating func time(
        _ share: ClosedRange<Double>, seconds: Int, isDriving: Bool = false
    ) throws(SimulatorError) -> Range<Int> {
        for attempt in 0..<300 {
            // After many attempts anywhere will do.
            let window = window(attempt < 200 ? share : 0.06...0.9, seconds: seconds, &random)
            guard isFree(window) else { continue }
            if isDriving, !drives(window.lowerBound - 60..<window.upperBound + 60) { continue }
            protected.append(window)
            return window
        }
        throw SimulatorError("route \(journey.road.route) leaves no \(seconds) s for \(scenario.name)")
    }

    private func isFree(_ window: Range<Int>) -> Bool {
        let margin = 2 * interval + 60
        return window.lowerBound > journey.departure + 120 && window.upperBound < journey.arrival - margin
            && protected.allSatisfy { !$0.overlaps(window.lowerBound - margin..<window.upperBound + margin) }
    }

    func drives(_ window: Range<Int>) -> Bool {
        stride(from: window.lowerBound, to: window.upperBound, by: 10).allSatisfy {
            journey.samples[min(max($0, 0), journey.samples.count - 1)].speedMetersPerSecond > 5.5
        }
    }

    mutating func protect(_ window: Range<Int>) { protected.append(window) }

    /// A place with no zone near it.
    func isFree(_ place: Coordinate, clearance: Double) -> Bool {
        places.allSatisfy { $0.shape.clearanceMeters(of: place) > clearance }
    }

    mutating func change(_ body: (inout DevicePlan) -> Void) { body(&plan) }
}
