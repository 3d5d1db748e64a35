package import Customs

/// What the log tells of the past.
///
/// A queue serves first in, first out. So when a seen vehicle passes as the n-th that passed, it came as the n-th that
/// came: each one fixes the number of all arrivals, seen and unseen, at the moment of its coming. Between two of them
/// the number is interpolated.
extension GateLog: GateEvidence {
    /// Seen vehicles that say nothing of the moments between them: they came too far apart.
    private static let longestGapSeconds = 3 * 3600.0

    /// Seen vehicles that entered in [from, to).
    package func seenArrivals(from: Timestamp, to: Timestamp) -> Int {
        max(0, entries.partitioningIndex { $0 >= to } - entries.partitioningIndex { $0 >= from })
    }

    /// Lorries that were gated in, seen or not, in [from, to).
    func passages(from: Timestamp, to: Timestamp) -> Int {
        max(0, counted.partitioningIndex { $0 >= to } - counted.partitioningIndex { $0 >= from })
    }

    /// All vehicles that arrived in [from, to), seen or not; `nil` while it is not known.
    package func arrivals(from: Timestamp, to: Timestamp) -> Double? {
        guard let first = arrivalIndex(at: from), let last = arrivalIndex(at: to) else { return nil }
        return max(0, last - first)
    }

    /// What the queue was at a past moment, and what one who joined then waited; `nil` where it is not known, or not yet.
    package func truth(at time: Timestamp) -> (vehicles: Double, waitSeconds: Double)? {
        guard let index = arrivalIndex(at: time), let passedAt = passageTime(index) else { return nil }
        let passedBefore = Double(counted.partitioningIndex { $0 > time })
        return (max(0, index - passedBefore), max(0, passedAt.seconds(since: time)))
    }

    /// How many of the log's vehicles had arrived by a moment, counted as they passed.
    private func arrivalIndex(at time: Timestamp) -> Double? {
        let next = crossings.partitioningIndex { $0.enteredAt > time }
        guard next > 0, next < crossings.count else { return nil }
        let before = crossings[next - 1]
        let after = crossings[next]
        guard !before.isFound else { return nil }
        let gap = after.enteredAt.seconds(since: before.enteredAt)
        guard gap <= Self.longestGapSeconds else { return nil }
        // Those that still wait although they came before would pass later than `after`: not first in, first out.
        let first = count(at: before.passedAt)
        let last = max(first, count(at: after.passedAt))
        return first + (last - first) * time.seconds(since: before.enteredAt) / max(1, gap)
    }

    /// The place in the row of all passages, the one at that moment included.
    private func count(at time: Timestamp) -> Double { Double(counted.partitioningIndex { $0 > time }) }

    /// When the vehicle with that place passed.
    private func passageTime(_ index: Double) -> Timestamp? {
        guard !counted.isEmpty, index <= Double(counted.count) else { return nil }
        let place = max(0, index - 1)
        let low = counted[min(counted.count - 1, Int(place))]
        let high = counted[min(counted.count - 1, Int(place) + 1)]
        let share = place - place.rounded(.down)
        return low.advanced(bySeconds: share * high.seconds(since: low))
    }
}

extension GateLog {
    /// Seen vehicles that passed in [from, to).
    func crossed(from: Timestamp, to: Timestamp) -> Int {
        crossings.count { $0.passedAt >= from && $0.passedAt < to }
    }

    /// From entering the queue to the gate-in where nobody waits: the shortest twentieth of what was seen.
    var driveSeconds: Double {
        let waits = crossings.suffix(512).filter { !$0.isFound }.map(\.waitSeconds)
        guard waits.count >= 20 else { return waits.min() ?? 0 }
        return waits.sorted()[waits.count / 20]
    }

    /// When the last gate-in was, at `time` or before.
    func lastPassage(upTo time: Timestamp) -> Timestamp? {
        let index = counted.partitioningIndex { $0 > time }
        return index > 0 ? counted[index - 1] : nil
    }

    /// The first gate-in after `start`, at `end` or before.
    func firstPassage(after start: Timestamp, upTo end: Timestamp) -> Timestamp? {
        let index = counted.partitioningIndex { $0 > start }
        return index < counted.count && counted[index] <= end ? counted[index] : nil
    }

    /// The first of the last vehicles that were seen to pass after `start`, at `end` or before.
    func crossing(after start: Timestamp, upTo end: Timestamp) -> Timestamp? {
        crossings.suffix(64).lazy.map(\.passedAt).filter { $0 > start && $0 <= end }.min()
    }

    /// When the last vehicle was seen to pass.
    func lastCrossing(upTo time: Timestamp) -> Timestamp? {
        crossings.suffix(64).lazy.map(\.passedAt).filter { $0 <= time }.max()
    }
}

extension GateLog {
    /// So many of the last passings say where the head of the queue is.
    private static let headCrossings = 5
    /// They are among so many that came last.
    private static let lookedAt = 64

    /// When those who pass now came, and when the last of the seen ones passed.
    func head(at now: Timestamp) -> (enteredAt: Timestamp, passedAt: Timestamp)? {
        var last: [(passedAt: Timestamp, enteredAt: Timestamp)] = []
        for crossing in crossings.suffix(Self.lookedAt) where crossing.passedAt <= now {
            let index = last.partitioningIndex { $0.passedAt > crossing.passedAt }
            last.insert((crossing.passedAt, crossing.enteredAt), at: index)
            if last.count > Self.headCrossings { last.removeFirst() }
        }
        guard let newest = last.last else { return nil }
        // One that was overtaken, or jumped the queue, says little: the middle of the last few.
        let entered = last.map(\.enteredAt).sorted()
        let middle = entered[entered.count / 2]
        let isUsual = abs(newest.enteredAt.seconds(since: middle)) <= QueueEstimator.overtakenSeconds
        return (isUsual ? max(newest.enteredAt, middle) : middle, newest.passedAt)
    }
}
