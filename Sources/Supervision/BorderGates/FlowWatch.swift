import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Watches how fast a gate lets vehicles through while some wait, and notices when it slows down or stops.
///
/// Gate-ins of a busy gate are a renewal process. The counts of the last five to forty minutes are held against the rate
/// before them (a scan with the likelihood ratio of Poisson counts, divided by their dispersion, which is 1 for a Poisson
/// stream and about 0.3 for officers who take turns). Gate-ins that are reported late count where they belong.
///
/// Fooled by an operator whose reports stop while no seen vehicle passes either, and by vehicles that stand in the
/// queue's zone and do not want to pass.
struct FlowWatch: Codable, Sendable {
    /// Nats, by simulation: about one false word in some weeks of a gate of 60 an hour.
    private static let slowEvidence = 7.5
    private static let fastEvidence = 5.0
    /// Less of the rate than this is slow; more of the usual one is as usual.
    private static let slowShare = 0.75
    private static let windows = [300.0, 420, 540, 660, 780, 900, 1200, 1800, 2400]
    /// Without a single gate-in it is a stop, when as many as this are missing.
    private static let missingForStop = 4.0
    private static let leastStopSeconds = 240.0
    /// Fewer than this waiting, and the gate may simply have nothing to do.
    private static let busyVehicles = 3.0
    private static let busySeconds = 240.0
    /// What the configured capacity counts for, in busy hours, before another is known.
    private static let configuredHours = 3.0
    /// Busy hours after which what was learned counts half: the usual rate is of the last days, the present one of the
    /// last hours.
    private static let usualHalfLife = 40.0
    private static let presentHalfLife = 2.0
    private static let presentReachSeconds = 6 * 3600.0
    /// What the usual rate counts for in the present one, in busy hours.
    private static let usualWeight = 0.7
    private static let usualWeightWhenSlow = 0.05
    /// A gate that is slow for so long is a slower gate.
    private static let acceptSeconds = 12 * 3600.0
    private static let idleSeconds = 1800.0
    private static let lateSeconds = 1800.0
    private static let dispersionMemory = 0.02
    private static let dispersionRange = 0.3...1.5

    private(set) var flow = GateCongestion.Flow.normal
    /// Since when it is reduced or stopped.
    private(set) var flowSince: Timestamp?
    /// Up to when gate-ins have been looked at.
    private(set) var through: Timestamp?
    private(set) var busy = BusyTime()
    /// Since when it has been busy without a break; `nil` where it is not.
    private var busySince: Timestamp?
    private var idleSince: Timestamp?
    /// Variance of the counts of five minutes over their mean.
    private(set) var dispersion = 0.4
    /// Since when the rate is what it is.
    private var regimeBegan = Timestamp.distantPast
    private var learnedThrough = Timestamp.distantPast
    private var usualCount = 0.0
    private var usualHours = 0.0

    /// Whether so many waiting surely keep a gate at work.
    func isBusy(_ estimate: QueueEstimate) -> Bool {
        let least = max(Self.busyVehicles, estimate.usualCapacityPerHour * Self.busySeconds / 3600)
        return estimate.vehicles - estimate.vehiclesError >= least
    }

    /// Vehicles an hour over the last days while busy; the configured capacity before that is known.
    func usualPerHour(configured: Double?) -> Double {
        let prior = configured.map { $0 * Self.configuredHours } ?? 0
        let hours = usualHours + (configured == nil ? 0 : Self.configuredHours)
        return hours > 0.25 ? (usualCount + prior) / hours : 0
    }

    /// Vehicles an hour now while busy, and one standard error.
    func presentPerHour(log: GateLog, configured: Double?) -> (rate: Double, error: Double) {
        if flow == .stopped { return (0, 0) }
        guard let through else {
            let usual = usualPerHour(configured: configured)
            return (usual, 0.3 * usual)
        }
        return rate(upTo: through, log, configured)
    }

    private func rate(upTo end: Timestamp, _ log: GateLog, _ configured: Double?) -> (rate: Double, error: Double) {
        let usual = usualPerHour(configured: configured)
        let weight = flow == .normal ? Self.usualWeight : Self.usualWeightWhenSlow
        var count = usual > 0 ? usual * weight : 0
        var hours = usual > 0 ? weight : 0
        var age = 0.0
        let start = max(regimeBegan, end.advanced(bySeconds: -Self.presentReachSeconds))
        busy.backwards(from: end, to: start) { from, to, seconds in
            let share = exp2(-age / Self.presentHalfLife)
            let length = to.seconds(since: from)
            guard length > 0, seconds >= 0.8 * length else { return }
            count += share * Double(log.passages(from: from, to: to))
            hours += share * length / 3600
            age += length / 3600
        }
        guard hours > 0 else { return (usual, usual * 0.3) }
        return (count / hours, max(0.03 * count / hours, (dispersion * max(1, count)).squareRoot() / hours))
    }

    /// Looks at the time since it last looked, up to `end`: most gate-ins of then are known.
    ///
    /// - Parameters:
    ///   - isBusy: whether vehicles wait and it should be open.
    ///   - now: how far what is seen of vehicles in the gate itself goes.
    mutating func advance(to end: Timestamp, now: Timestamp, isBusy: Bool, log: GateLog, configured: Double?) {
        guard let start = through else {
            through = end
            return
        }
        guard end > start else { return }
        through = end
        if isBusy {
            busy.add(from: start, to: end)
            busySince = busySince ?? start
            idleSince = nil
            scan(log, to: end, now: now, configured)
        } else {
            busySince = nil
            idleSince = idleSince ?? start
            if flow != .normal, end.seconds(since: idleSince ?? end) > Self.idleSeconds { recover(at: end) }
        }
        learn(from: log, configured)
    }

    private mutating func scan(_ log: GateLog, to end: Timestamp, now: Timestamp, _ configured: Double?) {
        guard let busySince else { return }
        let usual = usualPerHour(configured: configured)
        if flow == .stopped {
            let stop = flowSince ?? end
            let first = log.firstPassage(after: stop, upTo: end) ?? log.crossing(after: stop, upTo: now)
            if let first { recover(at: first) }
            return
        }
        if let since = silence(log, since: busySince, to: end, now: now), usual > 0 {
            let expected = end.seconds(since: since) / 3600 * max(rate(upTo: since, log, configured).rate, 0.3 * usual)
            if end.seconds(since: since) >= Self.leastStopSeconds,
                expected >= max(Self.missingForStop, Self.slowEvidence * dispersion)
            {
                flow = .stopped
                flowSince = since
                return
            }
        }
        let longest = end.seconds(since: max(busySince, regimeBegan))
        for window in Self.windows where window <= longest {
            let from = end.advanced(bySeconds: -window)
            let count = Double(log.passages(from: from, to: end))
            if flow == .normal {
                let expected = rate(upTo: from, log, configured).rate * window / 3600
                guard count < Self.slowShare * expected,
                    Self.evidence(count, expected) / dispersion > Self.slowEvidence
                else { continue }
                flow = .reduced
                flowSince = from
                regimeBegan = from
                return
            }
            let expected = rate(upTo: from, log, configured).rate * window / 3600
            if count > expected, count >= Self.slowShare * usual * window / 3600,
                Self.evidence(count, max(expected, 0.1)) / dispersion > Self.fastEvidence
            {
                return recover(at: from)
            }
        }
        if flow == .reduced, isAccepted(at: end) { recover(at: end) }
    }

    /// The log-likelihood ratio of a Poisson count against what was expected.
    private static func evidence(_ count: Double, _ expected: Double) -> Double {
        (count > 0 ? count * log(count / expected) : 0) - count + expected
    }

    /// Since when no vehicle passed, by gate-ins and by what is seen in the gate.
    private func silence(_ log: GateLog, since busySince: Timestamp, to end: Timestamp, now: Timestamp) -> Timestamp? {
        var last = busySince
        if let passage = log.lastPassage(upTo: end) { last = max(last, passage) }
        if let crossing = log.lastCrossing(upTo: now) { last = max(last, crossing) }
        return last < end ? last : nil
    }

    private func isAccepted(at time: Timestamp) -> Bool {
        flowSince.map { time.seconds(since: $0) > Self.acceptSeconds } ?? false
    }

    /// The rate is as usual, as far as is known.
    private mutating func recover(at time: Timestamp) {
        if flow == .reduced, isAccepted(at: time) {
            // What it learns from now on begins with the slow rate.
            usualCount = 0
            usualHours = 0
        }
        flow = .normal
        flowSince = nil
        regimeBegan = time
    }

    /// Late gate-ins are in by the time a slice is learned from.
    private mutating func learn(from log: GateLog, _ configured: Double?) {
        guard let through else { return }
        let known = through.advanced(bySeconds: -Self.lateSeconds)
        let start = max(learnedThrough, regimeBegan)
        guard flow == .normal, known.seconds(since: start) >= BusyTime.sliceSeconds else { return }
        let rate = rate(upTo: known, log, configured).rate
        busy.backwards(from: known, to: start) { from, to, seconds in
            let length = to.seconds(since: from)
            guard length > 0, seconds >= 0.8 * length else { return }
            let kept = exp2(-length / 3600 / Self.usualHalfLife)
            let count = Double(log.passages(from: from, to: to))
            usualCount = usualCount * kept + count
            usualHours = usualHours * kept + length / 3600
            let expected = rate * length / 3600
            guard expected >= 1, length >= 0.9 * BusyTime.sliceSeconds else { return }
            let spread = min((count - expected) * (count - expected) / expected, 4)
            dispersion += Self.dispersionMemory * (spread - dispersion)
        }
        dispersion = min(max(dispersion, Self.dispersionRange.lowerBound), Self.dispersionRange.upperBound)
        learnedThrough = known
    }
}
