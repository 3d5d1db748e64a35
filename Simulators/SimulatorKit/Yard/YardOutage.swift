import Customs

/// Six hours in which a yard's system is down.
struct YardOutage {
    let startsAt: Timestamp
    let endsAt: Timestamp
    /// The backlog is reported within this many seconds.
    private static let backlogSeconds = 1500.0

    init(_ options: YardOptions) {
        startsAt = options.startsAt.advanced(bySeconds: 79_200)
        endsAt = startsAt.advanced(bySeconds: 21_600)
    }

    /// When something is reported that would have been at that time; the order stays.
    func postponed(_ time: Timestamp) -> Timestamp {
        guard time >= startsAt, time < endsAt else { return time }
        let share = time.seconds(since: startsAt) / endsAt.seconds(since: startsAt)
        return endsAt.advanced(bySeconds: 60 + share * Self.backlogSeconds)
    }

    func envelopes(facility: String) throws(SimulatorError) -> [Envelope] {
        try PortDesk.outage(
            "OUT-\(facility)-\(startsAt.compact.prefix(8))", facility: facility, startsAt: startsAt,
            announcedAt: startsAt.advanced(bySeconds: 180), endsAt: endsAt, reason: "Terminal system down")
    }
}
