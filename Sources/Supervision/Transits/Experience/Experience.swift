import Customs

/// What earlier transits taught about the routes, in versions that never change.
///
/// A fold at evidence time `t` uses the newest version that was valid at `t`: evidence that is folded again meets
/// what it met before, and evidence is never newer than the time it was received, so no version comes after what it
/// is valid for. A version is made every day at 20:00 UTC, 03:00 in Vietnam, when the roads are quiet. It takes the
/// transits whose arrival was known, in evidence time, before 14:00 UTC: what comes up to six hours late is in by
/// then, in whatever order it came. Every 30 days what is known counts half: roads and coverage change, and two
/// numbers a piece need no dates.
struct Experience: Codable, Sendable, Hashable {
    /// One day's knowledge.
    struct Version: Codable, Sendable, Hashable {
        let validFrom: Timestamp
        /// By direction of the route; what did not change shares its memory with the version before.
        fileprivate(set) var routes: [Int32: RouteExperience]

        /// Names it; 0 names none.
        var day: Int32 { Experience.day(validFrom) }

        func route(_ way: RouteWay) -> RouteExperience? { routes[way.direction] }
    }

    static let versionLimit = 8
    /// How late evidence may come and still be learned from in any order.
    static let latenessSeconds = 6 * 3600.0
    private static let dayMilliseconds: Int64 = 86_400_000
    private static let hourOfDay: Int64 = 20
    private static let halvingDays: Int32 = 30

    private(set) var versions: [Version] = []
    /// When the next version is due; before the clock has begun, never.
    private(set) var nextMoment = Timestamp.distantFuture

    /// The number of a moment's day.
    private static func day(_ time: Timestamp) -> Int32 { Int32(clamping: time.milliseconds / dayMilliseconds) }

    /// The first daily moment after `time`.
    static func moment(after time: Timestamp) -> Timestamp {
        let shift = hourOfDay * 3_600_000
        let (days, rest) = (time.milliseconds - shift).quotientAndRemainder(dividingBy: dayMilliseconds)
        let whole = rest < 0 ? days - 1 : days
        return Timestamp(milliseconds: (whole + 1) * dayMilliseconds + shift)
    }

    /// The clock begins to run.
    mutating func begin(at clock: Timestamp) { nextMoment = Self.moment(after: clock) }

    /// The version valid at a moment. Before the oldest one that is kept the oldest counts: nothing nearer is known.
    func version(at time: Timestamp) -> Version? { index(at: time).map { versions[$0] } }

    /// What names that version; 0 where there is none.
    func day(at time: Timestamp) -> Int32 { index(at: time).map { versions[$0].day } ?? 0 }

    /// Makes the version of the daily moment.
    ///
    /// - Parameter records: The transits that no version has yet, by direction of their route.
    mutating func learn(_ records: [(direction: Int32, pace: PaceRecord)]) {
        let moment = nextMoment
        nextMoment = moment.advanced(bySeconds: Double(Self.dayMilliseconds) / 1000)
        let isHalving = Self.day(moment) % Self.halvingDays == 0
        var routes = versions.last?.routes ?? [:]
        // Where nothing was learned the version before goes on.
        guard !records.isEmpty || (isHalving && !routes.isEmpty) else { return }
        if isHalving {
            for key in Array(routes.keys) { routes[key]?.halve() }
            routes = routes.filter { !$0.value.isEmpty }
        }
        for record in records { routes[record.direction, default: RouteExperience()].add(record.pace) }
        if versions.isEmpty {
            // Marks what comes before the first as untaught.
            versions.append(Version(validFrom: .distantPast, routes: [:]))
        }
        versions.append(Version(validFrom: moment, routes: routes))
        if versions.count > Self.versionLimit { versions.removeFirst(versions.count - Self.versionLimit) }
    }

    private func index(at time: Timestamp) -> Int? {
        // Nearly always the newest.
        var index = versions.count - 1
        while index > 0, versions[index].validFrom > time { index -= 1 }
        return index >= 0 ? index : nil
    }
}
