import Customs

/// How many vehicles usually arrive in each hour of the week, learned hour by hour.
///
/// Three layers, each held towards the one before it while little is known: the hour of the day, a factor for the
/// weekday, and the hour of the week itself.
struct ArrivalPattern: Codable, Sendable {
    /// Vehicles, and hours that they stand for, by hour of the day; older days fade.
    private var hourVehicles = [Double](repeating: 0, count: 24)
    private var hours = [Double](repeating: 0, count: 24)
    /// What came on each weekday, and what the hours of the day alone say.
    private var weekdayVehicles = [Double](repeating: 0, count: 7)
    private var weekdayUsual = [Double](repeating: 0, count: 7)
    private var weekVehicles = [Double](repeating: 0, count: 168)
    private var weeks = [Double](repeating: 0, count: 168)

    /// A day counts a three-weeks' share less with each day after it: seasons and holidays move in weeks.
    private static let dayFading = 1 - 1.0 / 21
    /// The same for an hour of the week: two months.
    private static let weekFading = 1 - 1.0 / 8
    /// As many days as whose variation (about 15 %) hides a weekday's.
    private static let weekdayShrinkage = 2.0
    /// As many weeks as an hour of the week needs to count half: hours differ by little beyond their weekday.
    private static let weekShrinkage = 6.0
    /// Of an hour, what a rate from elsewhere counts against one hour that was watched.
    private static let fallbackHours = 0.15

    /// Days of which something is known.
    var days: Double { hours.reduce(0, +) / 24 }

    /// Takes what arrived in one whole hour.
    mutating func learn(_ vehicles: Double, hourOfWeek: Int) {
        let hour = hourOfWeek % 24
        let day = hourOfWeek / 24
        if hours[hour] > 0 {
            let fading = 1 - (1 - Self.dayFading) / 24
            weekdayVehicles[day] = weekdayVehicles[day] * fading + vehicles
            weekdayUsual[day] = weekdayUsual[day] * fading + hourVehicles[hour] / hours[hour]
        }
        hourVehicles[hour] = hourVehicles[hour] * Self.dayFading + vehicles
        hours[hour] = hours[hour] * Self.dayFading + 1
        weekVehicles[hourOfWeek] = weekVehicles[hourOfWeek] * Self.weekFading + vehicles
        weeks[hourOfWeek] = weeks[hourOfWeek] * Self.weekFading + 1
    }

    /// The usual arrivals of every hour of the week.
    ///
    /// - Parameter fallback: arrivals an hour where an hour of the day was never watched.
    func table(fallback: Double) -> [Double] {
        let byHour = (0..<24).map {
            (hourVehicles[$0] + Self.fallbackHours * fallback) / (hours[$0] + Self.fallbackHours)
        }
        let aDay = byHour.reduce(0, +)
        let byDay = (0..<7).map { day -> Double in
            let held = Self.weekdayShrinkage * aDay
            return aDay > 0 ? (weekdayVehicles[day] + held) / (weekdayUsual[day] + held) : 1
        }
        return (0..<168).map { hour in
            let usual = byHour[hour % 24] * byDay[hour / 24]
            return (weekVehicles[hour] + Self.weekShrinkage * usual) / (weeks[hour] + Self.weekShrinkage)
        }
    }
}
