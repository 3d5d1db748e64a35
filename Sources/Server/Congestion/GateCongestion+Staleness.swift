package import Customs

extension GateCongestion {
    /// The same as it is to be told at a later moment: stale once its evidence is older than the limit, and then never
    /// green. The Supervisor judges by its own clock, which stands still while nothing comes.
    ///
    /// A yellow, orange or red level stays: that a queue was long is still the best that is known.
    package func judged(at now: Timestamp, staleAfterSeconds limit: Double) -> GateCongestion {
        var judged = self
        guard let evidenceAt else {
            judged.level = .unknown
            return judged
        }
        judged.isStale = isStale || now.seconds(since: evidenceAt) > limit
        if judged.isStale, judged.level == .green { judged.level = .unknown }
        return judged
    }
}

extension ProvinceCongestion {
    /// The same with what became of its gates: stale where one of them is, and then never green, because what is not
    /// counted might wait.
    package func judged(with gates: [GateCongestion]) -> ProvinceCongestion {
        var judged = self
        judged.stale =
            stale || gates.contains { ($0.isStale || $0.evidenceAt == nil) && $0.province == province }
        if judged.stale, judged.level == .green { judged.level = .unknown }
        return judged
    }
}
