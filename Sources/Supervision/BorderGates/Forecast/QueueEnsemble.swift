import Customs

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// Sixty-four ways in which a queue may go on over twelve hours, in steps of five minutes.
///
/// Each is a fluid queue: what arrives waits, what the gate lets through while it is open leaves, first in, first out.
struct QueueEnsemble: Sendable {
    static let stepSeconds = 300.0
    static let steps = 144
    static let scenarios = EnsemblePoints.scenarios

    /// What an ensemble starts from.
    let outlook: QueueOutlook
    /// Queue and cumulated capacity by step and scenario, the start first.
    private var queue: [Double]
    private var served: [Double]
    /// Open seconds in each step.
    private var openSeconds: [Double]
    /// Vehicles an hour of each scenario after the last step, and within a drop that lasts on.
    private var laterRate: [Double]
    private var dropRate: [Double]
    private var dropEnd: [Double]

    /// What a gate lets through differs by so much from day to day, as a part of the usual.
    private static let usualDeviation = 0.08
    /// What it lets through now goes back to the usual within hours.
    private static let capacityHours = 4.0
    /// In a drop that has not begun yet it lets through so much of the usual: they go from nothing to two thirds.
    private static let dropDepth = 0.35
    /// No gate that is counted on lets through less of its usual.
    private static let leastPart = 0.02
    /// One who finds nobody waiting is himself to be served.
    private static let oneself = 0.05
    /// Variance of what is let through in a time against a Poisson process: checks take much the same time each.
    private static let serviceDispersion = 0.4
    private static let longestWait = 60 * 86_400.0

    init(_ outlook: QueueOutlook) {
        self.outlook = outlook
        let count = Self.scenarios
        queue = [Double](repeating: 0, count: (Self.steps + 1) * count)
        served = queue
        openSeconds = (0..<Self.steps).map { step in
            let from = outlook.at.advanced(bySeconds: Double(step) * Self.stepSeconds)
            return outlook.calendar.openSeconds(from: from, to: from.advanced(bySeconds: Self.stepSeconds))
        }
        laterRate = [Double](repeating: 0, count: count)
        dropRate = laterRate
        dropEnd = laterRate
        run()
    }

    private mutating func run() {
        let count = Self.scenarios
        let points = EnsemblePoints.usual
        let usual = max(outlook.usualCapacityPerHour, 0.1)
        let dropped = outlook.flow != .normal
        let closings = closings
        var now = [Double](repeating: 0, count: count)
        var dropBegin = now
        for scenario in 0..<count {
            let start = outlook.vehicles + outlook.vehiclesError * points.normal(0, scenario)
            queue[scenario] = max(0, start)
            laterRate[scenario] = usual * max(0.3, 1 + Self.usualDeviation * points.normal(1, scenario))
            let rate = outlook.capacityPerHour + outlook.capacityError * points.normal(2, scenario)
            now[scenario] = max(rate, Self.leastPart * usual)
            if dropped {
                dropRate[scenario] = outlook.flow == .stopped ? 0 : max(rate, 0)
                dropEnd[scenario] = min(
                    closings[0], outlook.drops.rest(age: outlook.dropAge, quantile: points.uniform(3, scenario)))
            } else {
                dropRate[scenario] = usual * Self.dropDepth * (1 + 0.6 * points.normal(4, scenario) / 2)
                let step = step(afterOpenHours: -log(1 - points.uniform(3, scenario)) / outlook.drops.perHour)
                dropBegin[scenario] = Double(step) * Self.stepSeconds
                let rest = outlook.drops.rest(age: 0, quantile: points.uniform(5, scenario))
                dropEnd[scenario] = min(closings[step], dropBegin[scenario] + rest)
            }
        }
        var surge = (0..<count).map { points.normal(7, $0) }
        let kept = exp(-0.5 / ArrivalTrend.surgeHours)
        let fresh = (1 - kept * kept).squareRoot()
        for step in 0..<Self.steps {
            if step % 6 == 0 {
                for scenario in 0..<count {
                    surge[scenario] = kept * surge[scenario] + fresh * points.normal(8 + step / 6, scenario)
                }
            }
            // What is known of now fades; after a drop it is back to the usual at once.
            let recent = dropped ? 0 : exp(-Double(step) * Self.stepSeconds / 3600 / Self.capacityHours)
            advance(step, now: now, recent: recent, dropBegin: dropBegin, surge: surge, points)
        }
    }

    /// The step in which the gate has been open for so long; the number of steps if it is later than all.
    private func step(afterOpenHours hours: Double) -> Int {
        var left = hours * 3600
        for step in 0..<Self.steps {
            left -= openSeconds[step]
            if left < 0 { return step }
        }
        return Self.steps
    }

    /// When it closes after each step: a drop of today is over tomorrow, or is told anew.
    private var closings: [Double] {
        var closings = [Double](repeating: .infinity, count: Self.steps + 1)
        for step in (0..<Self.steps).reversed() {
            closings[step] =
                openSeconds[step] < Self.stepSeconds ? Double(step + 1) * Self.stepSeconds : closings[step + 1]
        }
        return closings
    }

    private mutating func advance(
        _ step: Int, now: [Double], recent: Double, dropBegin: [Double], surge: [Double], _ points: EnsemblePoints
    ) {
        let count = Self.scenarios
        let arrivals = outlook.arrivals[step]
        let seconds = Double(step) * Self.stepSeconds
        let open = openSeconds[step] / 3600
        let from = step * count
        for scenario in 0..<count {
            var rate = laterRate[scenario] + (now[scenario] - laterRate[scenario]) * recent
            if seconds >= dropBegin[scenario], seconds < dropEnd[scenario] { rate = min(rate, dropRate[scenario]) }
            let capacity = rate * open
            let factor =
                1 + arrivals.dayDeviation * points.normal(6, scenario) + arrivals.surgeDeviation * surge[scenario]
            let mean = arrivals.vehicles * max(0.05, factor)
            let before = queue[from + scenario]
            let passing = min(capacity, before + mean)
            let noise =
                (mean + Self.serviceDispersion * passing).squareRoot() * points.normal(32 + step, scenario)
            queue[from + count + scenario] = max(0, before + mean + noise - capacity)
            served[from + count + scenario] = served[from + scenario] + capacity
        }
    }

    /// The queues at a step, ascending.
    func queues(step: Int) -> [Double] {
        queue[step * Self.scenarios..<(step + 1) * Self.scenarios].sorted()
    }

    /// The waits in seconds of one who joins at a step, ascending.
    func waits(step: Int) -> [Double] {
        (0..<Self.scenarios).map { max(outlook.driveSeconds, wait(step: step, scenario: $0)) }.sorted()
    }

    private func wait(step: Int, scenario: Int) -> Double {
        let count = Self.scenarios
        let target = served[step * count + scenario] + max(Self.oneself, queue[step * count + scenario])
        let joined = Double(step) * Self.stepSeconds
        guard served[Self.steps * count + scenario] >= target else {
            return later(target - served[Self.steps * count + scenario], scenario) - joined
        }
        var low = step
        var high = Self.steps
        while high - low > 1 {
            let middle = (low + high) / 2
            if served[middle * count + scenario] >= target { high = middle } else { low = middle }
        }
        let before = served[low * count + scenario]
        let part = (target - before) / (served[high * count + scenario] - before)
        let begin = Double(low) * Self.stepSeconds
        let open = openSeconds[low]
        guard open < Self.stepSeconds else { return begin + part * Self.stepSeconds - joined }
        // Only a part of the step is open: which one, the calendar knows.
        let start = outlook.at.advanced(bySeconds: begin)
        return outlook.calendar.moment(afterOpenSeconds: part * open, from: start).seconds(since: outlook.at) - joined
    }

    /// Seconds from the start until so many vehicles more have passed after the last step.
    private func later(_ vehicles: Double, _ scenario: Int) -> Double {
        var open = 0.0
        var left = vehicles
        let end = Double(Self.steps) * Self.stepSeconds
        let dropLeft = dropEnd[scenario] - end
        if outlook.flow != .normal, dropLeft > 0 {
            let passed = dropRate[scenario] * dropLeft / 3600
            if passed >= left {
                open = left / dropRate[scenario] * 3600
                left = 0
            } else {
                open = dropLeft
                left -= passed
            }
        }
        open += left / laterRate[scenario] * 3600
        let start = outlook.at.advanced(bySeconds: end)
        let passes = outlook.calendar.moment(afterOpenSeconds: min(open, Self.longestWait), from: start)
        return passes.seconds(since: outlook.at)
    }
}

extension QueueEnsemble {
    /// The gravest level graver than `present` that the path at a quantile reaches, and when it first does so.
    func expected(_ limits: CongestionLimits, beyond present: CongestionLevel, quantile: Double) -> (
        level: CongestionLevel, at: Timestamp
    )? {
        var gravest = present
        var reached: Int?
        for step in 1...Self.steps {
            guard gravest < .red else { break }
            let level = level(limits, step: step, quantile: quantile, beyond: gravest)
            if level > gravest {
                gravest = level
                reached = step
            }
        }
        return reached.map { (gravest, outlook.at.advanced(bySeconds: Double($0) * Self.stepSeconds)) }
    }

    private func level(
        _ limits: CongestionLimits, step: Int, quantile: Double, beyond: CongestionLevel
    ) -> CongestionLevel {
        let rank = min(Self.scenarios - 1, Int(quantile * Double(Self.scenarios)))
        // Sorting is dear: first whether enough of them lie in a graver level at all.
        var graver = 0
        for scenario in 0..<Self.scenarios
        where limits.level(vehicles: queue[step * Self.scenarios + scenario], waitSeconds: nil) > beyond {
            graver += 1
        }
        let byVehicles =
            graver >= Self.scenarios - rank
            ? limits.level(vehicles: queues(step: step)[rank], waitSeconds: nil) : .green
        // A quarter of an hour is fine enough for waits, which are dearer.
        guard limits.waitSeconds != nil, step % 3 == 0 else { return byVehicles }
        return max(byVehicles, limits.level(vehicles: 0, waitSeconds: waits(step: step)[rank]))
    }
}
