import Customs

/// What an estimate rests on that changes slowly: worked out once a minute.
struct QueueBasis: Codable, Sendable {
    let at: Timestamp
    /// Of those who pass, the share that is seen, and one standard error.
    let share: Double
    let shareError: Double
    /// `nil` while too little was learned.
    let usual: UsualArrivals?
    /// From entering the queue to the gate-in where nobody waits.
    let driveSeconds: Double
    /// Middle of the waits of those who passed in the last hour.
    let measuredWaitSeconds: Double?

    static let seconds = 60.0

    init(
        _ log: GateLog, _ shares: SeenShare, _ pattern: ArrivalPattern, _ place: GatePlace, lateSeconds: Double,
        at now: Timestamp
    ) {
        at = now
        (share, shareError) = shares.value(log, upTo: now.advanced(bySeconds: -lateSeconds))
        let known = log.head(at: now)?.enteredAt ?? now
        usual = UsualArrivals(pattern, place.calendar, log, known: known)
        driveSeconds = log.driveSeconds
        let since = now.advanced(bySeconds: -3600)
        let waits = log.crossings.suffix(1024).filter { $0.passedAt > since && $0.passedAt <= now && !$0.isFound }
            .map(\.waitSeconds).sorted()
        measuredWaitSeconds = waits.isEmpty ? nil : waits[waits.count / 2]
    }
}
