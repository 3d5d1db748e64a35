import Customs

/// Which part of those who arrive in an hour is already seen on its way so many hours before.
struct ApproachLearning: Codable, Sendable {
    /// Hours ahead that it looks.
    static let hours = 12

    /// What was seen on its way at the begin of an hour, by hours ahead.
    private struct Look: Codable, Sendable {
        var at: Timestamp
        var counts: [Double]
    }

    private var looks: [Look] = []
    /// By hours ahead: those seen on their way, and those seen to arrive; older days fade.
    private var approached = [Double](repeating: 0, count: hours)
    private var arrived = [Double](repeating: 0, count: hours)

    /// Two weeks: what is seen on its way changes with who takes part.
    private static let fading = 1 - 1.0 / (14 * 24)
    /// Seen arrivals before a part is believed.
    private static let enough = 30.0

    /// Of the seen arrivals `hour` to `hour + 1` hours ahead, the part that is on its way now.
    func part(hour: Int) -> Double { arrived[hour] >= Self.enough ? approached[hour] / arrived[hour] : 0 }

    /// How many of `approaching` arrive in each of the next hours; those overdue count as arriving now.
    static func counts(_ approaching: [Timestamp], at now: Timestamp) -> [Double] {
        var counts = [Double](repeating: 0, count: hours)
        for time in approaching {
            let hour = time.seconds(since: now) / 3600
            // One that should have come an hour ago stands somewhere.
            if hour > -1, hour < Double(hours) { counts[max(0, Int(hour))] += 1 }
        }
        return counts
    }

    /// Keeps what is on its way at the begin of an hour.
    mutating func look(_ counts: [Double], at now: Timestamp) {
        looks.append(Look(at: now, counts: counts))
        if looks.count > Self.hours + 1 { looks.removeFirst() }
    }

    /// Takes how many were seen to arrive in the hour from `start`.
    mutating func learn(seen: Int, from start: Timestamp) {
        for look in looks {
            let ahead = start.seconds(since: look.at) / 3600
            let hour = Int(ahead.rounded())
            // The looks are taken within the first minutes of an hour.
            guard hour >= 0, hour < Self.hours, abs(ahead - Double(hour)) < 0.1 else { continue }
            approached[hour] = approached[hour] * Self.fading + look.counts[hour]
            arrived[hour] = arrived[hour] * Self.fading + Double(seen)
        }
    }
}
