import Customs
import Foundation

/// What a gate lets through, minute by minute: its hours, what it can do that day, and its interruptions.
struct GateCapacity {
    /// Vehicles an hour, 0 while nothing passes.
    let perHour: [Double]
    let interruptions: [QueueInterruption]
    /// Vehicles that it could have let through from the start to the beginning of the minute.
    private let total: [Double]

    /// A share by which a day's capacity, and that of hours within it, differs from the mean.
    private static let daySpread = 0.03
    private static let hourSpread = 0.04
    private static let hourSpreadMinutes = 180.0

    /// - Parameter minutes: how far it is known, beyond the days in which vehicles come.
    init(
        _ options: QueueGateOptions, capacityPerHour: Double, hours: GateHours, days: Int, minutes: Int,
        startsAt: Timestamp, random: inout SplitMix64
    ) {
        interruptions = Self.interruptions(options, hours: hours, days: days, startsAt: startsAt, random: &random)
        var shares = Array(repeating: 1.0, count: minutes)
        for interruption in interruptions {
            let first = max(0, Int(interruption.startsAt.seconds(since: startsAt) / 60))
            let last = min(minutes, Int((interruption.endsAt.seconds(since: startsAt) / 60).rounded(.up)))
            if first < last { for minute in first..<last { shares[minute] = interruption.share } }
        }
        let memory = exp(-1 / Self.hourSpreadMinutes)
        let fresh = (1 - memory * memory).squareRoot()
        var drift = 0.0
        var day = 1.0
        var total = [0.0]
        total.reserveCapacity(minutes + 1)
        perHour = (0..<minutes).map { minute in
            if minute % 1440 == 0 { day = 1 + Self.daySpread * random.normal() }
            drift = memory * drift + fresh * random.normal()
            guard hours.isOpen(minute: minute) else {
                total.append(total[minute])
                return 0
            }
            let rate = capacityPerHour * max(0.5, day * (1 + Self.hourSpread * drift)) * shares[minute]
            total.append(total[minute] + rate / 60)
            return rate
        }
        self.total = total
    }

    /// The same capacity in all opening hours.
    init(perHour rate: Double, hours: GateHours, minutes: Int) {
        interruptions = []
        perHour = (0..<minutes).map { hours.isOpen(minute: $0) ? rate : 0 }
        total = perHour.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1 / 60) }
    }

    /// When a vehicle that is served from a moment on has passed; `nil` beyond what is known.
    ///
    /// - Parameter work: what it takes, where 1 is the mean.
    func completion(of work: Double, from start: Double) -> Double? {
        let minute = Int(start / 60)
        guard minute < perHour.count else { return nil }
        let goal = total[minute] + perHour[minute] / 3600 * (start - Double(minute) * 60) + work
        // The first minute at whose end enough was done.
        var (low, high) = (minute, perHour.count)
        while low < high {
            let middle = (low + high) / 2
            if total[middle + 1] >= goal { high = middle } else { low = middle + 1 }
        }
        guard low < perHour.count else { return nil }
        return Double(low) * 60 + (goal - total[low]) / (perHour[low] / 3600)
    }

    private static func interruptions(
        _ options: QueueGateOptions, hours: GateHours, days: Int, startsAt: Timestamp, random: inout SplitMix64
    ) -> [QueueInterruption] {
        var found = options.interruptions
        let open = (0..<1440).filter { hours.isOpen(minute: $0) }
        for day in 0..<days {
            for kind in QueueInterruption.Kind.allCases {
                let wanted = random.poisson(kind == .drop ? options.dropsPerDay : options.closuresPerDay)
                for _ in 0..<wanted {
                    let first = day * 1440 + (random.element(of: open) ?? 0)
                    let length = random.whole(kind == .drop ? 60...240 : 60...180)
                    let share = random.number(0.2...0.6)
                    // It is over when the gate closes anyway.
                    let last = (first..<first + length).first { !hours.isOpen(minute: $0) } ?? first + length
                    let new = QueueInterruption(
                        kind: kind, startsAt: startsAt.advanced(bySeconds: Double(first) * 60),
                        endsAt: startsAt.advanced(bySeconds: Double(last) * 60), share: share)
                    let isApart = found.allSatisfy {
                        $0.startsAt > new.endsAt.advanced(bySeconds: apartSeconds)
                            || $0.endsAt < new.startsAt.advanced(bySeconds: -apartSeconds)
                    }
                    if isApart, last - first >= leastMinutes { found.append(new) }
                }
            }
        }
        return found.sorted { ($0.startsAt, $0.endsAt) < ($1.startsAt, $1.endsAt) }
    }

    /// Between two interruptions, and of one: what is shorter nobody would tell apart.
    private static let apartSeconds = 3600.0
    private static let leastMinutes = 30
}
