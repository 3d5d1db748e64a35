import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Works out the queue of one moment from a gate's log.
///
/// The seen are counted. The unseen among those who wait came after the vehicle that was seen to pass last had come, for
/// the queue serves first in, first out: as many as came since then, less those who passed since it passed. How many
/// came follows from the seen arrivals and the share that is seen, weighed against what is usual (a gamma prior and a
/// thinned Poisson stream).
struct QueueEstimator: Sendable {
    /// One that came so long before those who pass now does not want to pass.
    static let overtakenSeconds = 3600.0
    private static let rateSeconds = 1800.0
    /// How far recent arrivals are off as a guess of those to come, as a share.
    private static let recentError = 0.4
    /// A slow gate goes back to its usual rate after some hours.
    private static let slowSeconds = 9000.0
    private static let stepSeconds = 300.0
    /// Nobody waits longer than this.
    private static let longestWaitSeconds = 45 * 86_400.0

    let place: GatePlace
    /// What comes later than this after its event is not known yet, in seconds.
    let lateSeconds: Double
    let basis: QueueBasis

    func estimate(_ log: GateLog, _ flow: FlowWatch, at now: Timestamp) -> QueueEstimate {
        let known = now.advanced(bySeconds: -lateSeconds)
        var estimate = QueueEstimate(at: now)
        estimate.share = basis.share
        estimate.shareError = basis.shareError
        let head = log.head(at: now)
        estimate.seen = seen(log, head: head?.enteredAt, at: now)
        addUnseen(to: &estimate, log, head: head, at: now)
        let window = known.advanced(bySeconds: -Self.rateSeconds)
        estimate.departuresPerHour = Double(log.passages(from: window, to: known)) * 3600 / Self.rateSeconds
        let hour = now.advanced(bySeconds: -3600)
        estimate.arrivalsPerHour = Double(log.seenArrivals(from: hour, to: now)) / estimate.share
        (estimate.capacityPerHour, estimate.capacityError) =
            flow.presentPerHour(log: log, configured: place.capacityPerHour)
        estimate.usualCapacityPerHour = flow.usualPerHour(configured: place.capacityPerHour)
        estimate.flow = flow.flow
        estimate.flowSince = flow.flowSince
        estimate.isOpenByCalendar = place.calendar.isOpen(at: now)
        estimate.passesWhileClosed =
            !estimate.isOpenByCalendar && !place.calendar.isOpen(at: window) && estimate.departuresPerHour >= 6
        estimate.measuredWaitSeconds = basis.measuredWaitSeconds
        estimate.waitSeconds = wait(estimate, drive: basis.driveSeconds)
        return estimate
    }

    private func seen(_ log: GateLog, head: Timestamp?, at now: Timestamp) -> Int {
        let oldest = head?.advanced(bySeconds: -Self.overtakenSeconds) ?? .distantPast
        return log.waiting.values.count { known in
            if let leftAt = known.leftAt, now.seconds(since: leftAt) > GateLog.approachSeconds { return false }
            return known.enteredAt >= oldest && known.enteredAt <= now
        }
    }

    private func addUnseen(
        to estimate: inout QueueEstimate, _ log: GateLog, head: (enteredAt: Timestamp, passedAt: Timestamp)?,
        at now: Timestamp
    ) {
        let share = estimate.share
        let seen = Double(estimate.seen)
        guard share < 1 else {
            estimate.vehicles = seen
            estimate.vehiclesError = 0
            return
        }
        guard let head else {
            estimate.vehicles = seen / share
            estimate.vehiclesError =
                (seen * (1 - share)).squareRoot() / share + estimate.shareError / share * seen / share
            return
        }
        let came = arrivals(log, estimate, since: head.enteredAt, at: now)
        let passed = Double(log.passages(from: head.passedAt.advanced(bySeconds: 1), to: now))
        let unseen = max(0, (1 - share) * came.count - passed)
        estimate.vehicles = seen + unseen
        let byChance = (1 - share) * came.count
        let byRate = (1 - share) * came.error
        let byShare = estimate.shareError / share * came.bySeen * came.count
        estimate.vehiclesError = (byChance + byRate * byRate + byShare * byShare).squareRoot()
    }

    /// All arrivals since a moment, seen or not; `bySeen` is how much of it rests on the seen ones.
    private func arrivals(
        _ log: GateLog, _ estimate: QueueEstimate, since start: Timestamp, at now: Timestamp
    ) -> (count: Double, error: Double, bySeen: Double) {
        let seen = Double(log.seenArrivals(from: start.advanced(bySeconds: 1), to: now.advanced(bySeconds: 1)))
        guard let prior = usual(since: start, to: now) ?? recent(log, before: start, to: now), prior.count > 0
        else {
            let count = seen / estimate.share
            return (count, (max(1, seen) * (1 - estimate.share)).squareRoot() / estimate.share, 1)
        }
        let weight = 1 / (prior.error * prior.error)
        let rate = weight / prior.count + estimate.share
        return ((weight + seen) / rate, (weight + seen).squareRoot() / rate, estimate.share / rate)
    }

    private func usual(since start: Timestamp, to now: Timestamp) -> (count: Double, error: Double)? {
        basis.usual.map { ($0.count(from: start, to: now, place.calendar), $0.error) }
    }

    /// As many as came in the hours before, whose number is known exactly.
    private func recent(_ log: GateLog, before start: Timestamp, to now: Timestamp) -> (count: Double, error: Double)? {
        let hours = 2.0
        let from = start.advanced(bySeconds: -hours * 3600)
        guard from >= log.begins, let count = log.arrivals(from: from, to: start.advanced(bySeconds: -60)), count > 0
        else { return nil }
        let ahead = now.seconds(since: start) / 3600
        return (count / hours * ahead, Self.recentError + 0.1 * ahead)
    }

    /// How long one who joins now waits: until the gate, which goes back to its usual rate by and by, has let through all
    /// before it; and never less than the drive.
    private func wait(_ estimate: QueueEstimate, drive: Double) -> Double? {
        let usual = max(estimate.usualCapacityPerHour, estimate.capacityPerHour)
        guard usual > 0 else { return estimate.vehicles < 1 ? drive : nil }
        var left = estimate.vehicles
        var moment = estimate.at
        var elapsed = 0.0
        let calendar = place.calendar
        while elapsed < Self.longestWaitSeconds {
            if !calendar.isOpen(at: moment), !(estimate.passesWhileClosed && elapsed < 3600),
                let opens = calendar.nextChange(after: moment)
            {
                elapsed += opens.seconds(since: moment)
                moment = opens
                continue
            }
            let share = estimate.flow == .normal ? 1 : 1 - exp(-elapsed / Self.slowSeconds)
            let rate = estimate.capacityPerHour + (estimate.usualCapacityPerHour - estimate.capacityPerHour) * share
            let step = min(Self.stepSeconds, calendar.nextChange(after: moment)?.seconds(since: moment) ?? .infinity)
            let served = max(0.01, rate) * step / 3600
            if served >= left { return max(drive, elapsed + step * left / served) }
            left -= served
            elapsed += step
            moment = moment.advanced(bySeconds: step)
        }
        return Self.longestWaitSeconds
    }
}
