import Customs

/// How many vehicles are usual between two moments: the pattern of the week, and today's difference from it as far as
/// that is known exactly.
struct UsualArrivals: Codable, Sendable {
    private let perHour: [Double]
    private let factor: Double
    /// How far it is off, as a share.
    let error: Double

    /// Of days against the pattern, before anything of today is known.
    private static let dayError = 0.2
    /// Hours within a day differ on top of that.
    private static let hourError = 0.12
    private static let leastDays = 1.5
    /// Today is told by so many hours before the moment up to which all arrivals are known.
    private static let todayHours = 8

    /// - Parameter known: up to when all arrivals are known exactly.
    /// - Returns: `nil` while too little was learned.
    init?(_ pattern: ArrivalPattern, _ calendar: GateCalendar, _ log: GateLog, known: Timestamp) {
        guard pattern.days >= Self.leastDays else { return nil }
        perHour = pattern.table(fallback: 0)
        var usual = 0.0
        var came = 0.0
        for hour in 0..<Self.todayHours {
            let to = known.advanced(bySeconds: -Double(hour) * 3600 - 60)
            let from = to.advanced(bySeconds: -3600)
            guard from >= log.begins, let exact = log.arrivals(from: from, to: to) else { continue }
            came += exact
            usual += Self.count(perHour, calendar, from, to)
        }
        let held = 1 / (Self.dayError * Self.dayError)
        factor = (held + came) / (held + usual)
        let rest = Self.dayError * (held / (held + usual)).squareRoot()
        let young = 0.3 / pattern.days.squareRoot()
        error = (rest * rest + Self.hourError * Self.hourError + young * young).squareRoot()
    }

    func count(from start: Timestamp, to end: Timestamp, _ calendar: GateCalendar) -> Double {
        factor * Self.count(perHour, calendar, start, end)
    }

    private static func count(
        _ perHour: [Double], _ calendar: GateCalendar, _ start: Timestamp, _ end: Timestamp
    ) -> Double {
        var total = 0.0
        var moment = start
        while moment < end {
            let next = min(end, moment.advanced(bySeconds: 900))
            total += perHour[calendar.hourOfWeek(moment)] * next.seconds(since: moment) / 3600
            moment = next
        }
        return total
    }
}
