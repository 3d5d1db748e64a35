import Customs

/// When a transit must have arrived.
enum DeadlinePlan {
    /// A deadline that leaves hours, or for a transit that comes late one that passes before it arrives.
    static func deadline(of journey: Journey, scenario: Scenario, random: inout SplitMix64) -> Timestamp {
        let spare: Int
        switch scenario {
        case .anomaly(.overdue): spare = min(random.whole(1200...2400), (journey.arrival - journey.departure) / 2)
        case .anomaly(.lateForecast): spare = 5400 + random.whole(300...900)
        default:
            let quarter: Int64 = 900_000
            let moment = journey.time(journey.arrival).advanced(bySeconds: Double(random.whole(10_800...14_400)))
            return Timestamp(milliseconds: (moment.milliseconds / quarter + 1) * quarter)
        }
        let minute = journey.time(journey.arrival - spare).milliseconds / 60_000
        return Timestamp(milliseconds: minute * 60_000)
    }
}
