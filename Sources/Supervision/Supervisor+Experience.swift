import Customs

/// What transits teach those after them.
extension Supervisor {
    /// Makes the versions of the daily moments up to `time`, each at its own moment.
    mutating func learn(to time: Timestamp) {
        if world.experience.nextMoment == .distantFuture, time < .distantFuture {
            changeWorld { $0.experience.begin(at: time) }
        }
        while world.experience.nextMoment <= time { learn() }
    }

    /// Makes the version of the next daily moment, from what was known in time.
    private mutating func learn() {
        let moment = world.experience.nextMoment
        clock = max(clock, moment)
        let known = moment.advanced(bySeconds: -Experience.latenessSeconds)
        var records: [(direction: Int32, pace: PaceRecord)] = []
        func take(_ transit: Int32, _ pace: PaceRecord, from supervisor: inout Supervisor) {
            guard pace.isUseful, pace.finishedAt < known, let direction = supervisor.directionToLearn(transit) else {
                return
            }
            supervisor.transits[transit].isLearned = true
            records.append((direction, pace))
        }
        for index in seals.indices {
            for fold in seals[index].history.head.transits where fold.road.pace.isFinished {
                take(fold.handle, fold.road.pace, from: &self)
            }
            guard !seals[index].history.leftPaces.isEmpty else { continue }
            for left in seals[index].history.leftPaces { take(left.transit, left.pace, from: &self) }
            seals[index].history.forgetPaces(finishedBefore: known)
        }
        changeWorld { $0.experience.learn(records) }
    }

    /// The direction of the route that the transit teaches of, unless it did already.
    private func directionToLearn(_ transit: Int32) -> Int32? {
        // Of one that was let go nothing is known any more; its pace was learned days before.
        guard transits.contains(transit), !transits[transit].isLearned, world.plans.contains(transit) else {
            return nil
        }
        return world.plans[transit]?.way?.direction
    }
}
