import Customs

/// When a gate is open: the same hours every day, in the site's time, also over midnight.
struct GateCalendar: Sendable, Hashable {
    /// Seconds of the local day; equal where it is always open.
    private let opens: Int64
    private let closes: Int64
    private let offset: Int64
    private static let day: Int64 = 86_400

    /// - Parameters:
    ///   - opens: `HH:MM` of the site's time; open from midnight where it is missing.
    ///   - closes: the same; open to midnight where it is missing.
    init(opens: String?, closes: String?, utcOffsetSeconds: Int) {
        self.opens = opens.flatMap(Self.seconds) ?? 0
        self.closes = closes.flatMap(Self.seconds) ?? Self.day
        offset = Int64(utcOffsetSeconds)
    }

    var isAlwaysOpen: Bool { (closes - opens) % Self.day == 0 }

    func isOpen(at time: Timestamp) -> Bool {
        if isAlwaysOpen { return true }
        let second = secondOfDay(time)
        return opens < closes ? second >= opens && second < closes : second >= opens || second < closes
    }

    /// When it next opens or closes after a moment; `nil` where it never does.
    func nextChange(after time: Timestamp) -> Timestamp? {
        if isAlwaysOpen { return nil }
        let second = secondOfDay(time)
        let wait =
            [opens, closes].map { border -> Int64 in
                let rest = (border % Self.day - second + Self.day) % Self.day
                return rest == 0 ? Self.day : rest
            }.min() ?? Self.day
        let whole = time.milliseconds - ((time.milliseconds % 1000) + 1000) % 1000
        return Timestamp(milliseconds: whole + wait * 1000)
    }

    /// How long it is open between two moments.
    func openSeconds(from start: Timestamp, to end: Timestamp) -> Double {
        guard end > start else { return 0 }
        if isAlwaysOpen { return end.seconds(since: start) }
        var total = 0.0
        var moment = start
        while moment < end {
            let next = min(nextChange(after: moment) ?? end, end)
            if isOpen(at: moment) { total += next.seconds(since: moment) }
            moment = next
        }
        return total
    }

    /// The moment at which it has been open for `seconds` since `start`.
    func moment(afterOpenSeconds seconds: Double, from start: Timestamp) -> Timestamp {
        if isAlwaysOpen { return start.advanced(bySeconds: seconds) }
        var left = seconds
        var moment = start
        // Bounded: no wait is longer than two months.
        for _ in 0..<128 {
            let next = nextChange(after: moment) ?? .distantFuture
            if isOpen(at: moment) {
                let span = next.seconds(since: moment)
                if span >= left { return moment.advanced(bySeconds: left) }
                left -= span
            }
            moment = next
        }
        return moment
    }

    /// The hour of the local week, Monday 00:00 first; 0...167.
    func hourOfWeek(_ time: Timestamp) -> Int {
        let seconds = Self.floored(time.milliseconds, 1000) + offset
        // 1970-01-01 was a Thursday.
        let hours = Self.floored(seconds, 3600) + 72
        return Int(((hours % 168) + 168) % 168)
    }

    private func secondOfDay(_ time: Timestamp) -> Int64 {
        let seconds = (Self.floored(time.milliseconds, 1000) + offset) % Self.day
        return (seconds + Self.day) % Self.day
    }

    private static func floored(_ value: Int64, _ unit: Int64) -> Int64 {
        value >= 0 ? value / unit : (value - unit + 1) / unit
    }

    private static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ":").compactMap { Int64($0) }
        return parts.count == 2 ? parts[0] * 3600 + parts[1] * 60 : nil
    }
}
