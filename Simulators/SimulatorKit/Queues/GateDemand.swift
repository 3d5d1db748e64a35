import Foundation

/// How many vehicles come to a gate, by the moment.
struct GateDemand {
    private let vehiclesPerDay: Double
    private let firstWeekday: Int
    private let dayFactors: [Double]
    private let surges: [QueueSurge]

    /// By the hour, where 1 is the mean: low at night, peaks in the morning and the afternoon.
    static let hours: [Double] = {
        let weights = [
            0.45, 0.40, 0.40, 0.45, 0.60, 0.90, 1.30, 1.60, 1.70, 1.60, 1.40, 1.20,
            1.10, 1.30, 1.50, 1.50, 1.40, 1.20, 0.90, 0.75, 0.65, 0.60, 0.55, 0.50,
        ]
        let mean = weights.reduce(0, +) / 24
        return weights.map { $0 / mean }
    }()
    /// Monday first; the mean is 1.
    static let weekdays = [1.05, 1.05, 1.05, 1.05, 1.05, 0.95, 0.80]

    /// - Parameter firstWeekday: of day 0; Monday is 0.
    init(
        _ options: QueueGateOptions, vehiclesPerDay: Double, days: Int, firstWeekday: Int, random: inout SplitMix64
    ) {
        self.vehiclesPerDay = vehiclesPerDay
        self.firstWeekday = firstWeekday
        dayFactors = (0..<days).map { _ in max(0.3, 1 + options.daySpread * random.normal()) }
        var surges = options.surges
        for day in 0..<days {
            let isSurge = random.chance(options.surgeShare)
            let surge = QueueSurge.random(day: day, factor: options.surgeFactor, &random)
            if isSurge { surges.append(surge) }
        }
        self.surges = surges
    }

    /// Vehicles expected in the minute.
    func expected(minute: Int) -> Double {
        let day = minute / 1440
        let weekday = Self.weekdays[(firstWeekday + day) % 7]
        let surge = surges.reduce(1) { $0 * $1.factor(atSeconds: Double(minute) * 60 + 30) }
        return vehiclesPerDay / 1440 * hour(minute) * weekday * dayFactors[day] * surge
    }

    /// When vehicles come, in seconds, ascending.
    func arrivals(random: inout SplitMix64) -> [Double] {
        var times: [Double] = []
        for minute in 0..<dayFactors.count * 1440 {
            let count = random.poisson(expected(minute: minute))
            times += (0..<count).map { _ in (Double(minute) + random.fraction()) * 60 }.sorted()
        }
        return times
    }

    /// The hour's weight, without steps between hours.
    private func hour(_ minute: Int) -> Double {
        let time = Double(minute % 1440) / 60 + 23.5
        let (before, share) = (Int(time), time.truncatingRemainder(dividingBy: 1))
        return Self.hours[before % 24] * (1 - share) + Self.hours[(before + 1) % 24] * share
    }
}
