import Customs

/// When a gate is open, in minutes of the local day; over midnight too.
struct GateHours: Sendable, Hashable {
    let opens: Int
    let closes: Int

    static let minutesOfDay = 1440

    /// - Throws: `SimulatorError` where the zone's hours are no `HH:MM`.
    init(_ zone: Zone, isAlwaysOpen: Bool = false) throws(SimulatorError) {
        opens = isAlwaysOpen ? 0 : try Self.minutes(zone.opens, zone.id) ?? 0
        closes = isAlwaysOpen ? Self.minutesOfDay : try Self.minutes(zone.closes, zone.id) ?? Self.minutesOfDay
    }

    /// - Parameter minute: from any local midnight.
    func isOpen(minute: Int) -> Bool {
        let minute = minute % Self.minutesOfDay
        if opens == closes % Self.minutesOfDay { return true }
        return opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes
    }

    var hoursADay: Double { Double((0..<Self.minutesOfDay).count(where: { isOpen(minute: $0) })) / 60 }

    private static func minutes(_ text: String?, _ zone: String) throws(SimulatorError) -> Int? {
        guard let text else { return nil }
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0...24).contains(parts[0]), (0..<60).contains(parts[1]) else {
            throw SimulatorError("zone \(zone) has the hour \(text), not HH:MM")
        }
        return parts[0] * 60 + parts[1]
    }
}
