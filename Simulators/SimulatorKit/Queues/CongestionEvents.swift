import Customs

/// What happened at one gate that had to be told, against what was told of it.
struct CongestionEvents {
    private let truth: QueueTruth
    private let record: CongestionScore.Record
    /// The first minute that is judged.
    private let from: Int

    /// An interruption must be told within so many minutes, and is judged where so many vehicles wait all that time:
    /// where nobody waits, nobody is missed at the gate.
    static let tellingMinutes = 15
    static let leastWaiting = 5
    /// After an interruption's end, it may still be told for so long.
    static let afterMinutes = 45
    /// A telling that pauses for less goes on.
    static let pauseMinutes = 15
    /// Red begins where there was none for so long, and stays for so long.
    static let calmMinutes = 120
    static let stayMinutes = 10
    /// A warning comes so long before; it names a time within so much of the onset.
    static let warningMinutes = 60
    static let nearMinutes = 180
    static let farthestMinutes = 720

    init(_ truth: QueueTruth, _ record: CongestionScore.Record, from: Int) {
        self.truth = truth
        self.record = record
        self.from = from
    }

    /// Drops and closures that begin while vehicles wait and the gate is to stay open, and how they were told.
    func interruptions() -> CongestionScore.Told {
        var found = CongestionScore.Told()
        for interruption in truth.interruptions {
            guard let start = truth.minute(at: interruption.startsAt), start >= from else { continue }
            let window = start...min(start + Self.tellingMinutes, truth.minutes - 1)
            let isJudged =
                window.count > Self.tellingMinutes
                && interruption.endsAt.seconds(since: interruption.startsAt) >= Double(Self.tellingMinutes) * 60
                && window.allSatisfy { truth.vehiclesWaiting[$0] >= Self.leastWaiting && truth.isOpen[$0] }
            guard isJudged else { continue }
            found.truths += 1
            if let told = window.first(where: { record.tells[$0] }) {
                found.told += 1
                found.minutes.append(told - start)
            }
        }
        found.falseOnes = episodes(pause: Self.pauseMinutes) { record.tells[$0] }.count { episode in
            !truth.interruptions.contains { interruption in
                let (start, end) = (minute(interruption.startsAt), minute(interruption.endsAt))
                return start <= episode.upperBound && end + Self.afterMinutes >= episode.lowerBound
            }
        }
        return found
    }

    /// Onsets of red, and whether they were expected an hour before.
    func reds() -> CongestionScore.Told {
        var found = CongestionScore.Told()
        let isRed = (0..<truth.minutes).map { truth.level(minute: $0) == .red }
        var lastRed = -Self.calmMinutes
        for minute in 0..<truth.minutes where isRed[minute] {
            let isCalm = minute - lastRed >= Self.calmMinutes
            lastRed = minute
            let stays = isRed[minute..<min(minute + Self.stayMinutes, truth.minutes)].allSatisfy(\.self)
            // What is to be said an hour before must be judged too.
            guard isCalm, stays, minute - Self.warningMinutes >= from else { continue }
            found.truths += 1
            let before = max(from, minute - Self.farthestMinutes)...(minute - Self.warningMinutes)
            if let warned = before.first(where: { isExpected(minute, by: $0) }) {
                found.told += 1
                found.minutes.append(minute - warned)
            }
        }
        found.falseOnes = episodes(pause: Self.warningMinutes) { record.expectsRed[$0] != nil }.count { episode in
            let last = episode.compactMap { record.expectsRed[$0]?.max() }.max() ?? episode.upperBound
            let until = last + Self.nearMinutes
            // What the days do not show any more nobody can call false.
            return until < truth.minutes
                && !isRed[max(0, episode.lowerBound - Self.warningMinutes)...until].contains(true)
        }
        return found
    }

    private func isExpected(_ onset: Int, by minute: Int) -> Bool {
        (record.expectsRed[minute] ?? []).contains { abs($0 - onset) <= Self.nearMinutes }
    }

    /// Runs of minutes that something is said in.
    private func episodes(pause: Int, _ isSaid: (Int) -> Bool) -> [ClosedRange<Int>] {
        var found: [ClosedRange<Int>] = []
        for minute in from..<truth.minutes where isSaid(minute) {
            if let last = found.last, minute - last.upperBound <= pause {
                found[found.count - 1] = last.lowerBound...minute
            } else {
                found.append(minute...minute)
            }
        }
        return found
    }

    private func minute(_ time: Timestamp) -> Int { Int(time.seconds(since: truth.startsAt) / 60) }
}
