import Customs

/// How fast traffic is by the hour of the day, against a free road.
enum Traffic {
    /// Hours from UTC to Vietnamese time.
    private static let zoneHours = 7.0
    private static let byHour: [Double] = [
        1.04, 1.05, 1.05, 1.05, 1.04, 1.02, 0.95, 0.85, 0.86, 0.94, 0.97, 0.96,
        0.98, 0.98, 0.97, 0.95, 0.88, 0.82, 0.86, 0.94, 0.98, 1.00, 1.02, 1.03,
    ]

    /// The factor on a free road's speed, between the hours in a straight line.
    static func factor(at time: Timestamp) -> Double {
        let hours = time.seconds / 3600 + zoneHours
        let ofDay = hours - (hours / 24).rounded(.down) * 24
        let hour = Int(ofDay)
        let (a, b) = (byHour[hour % 24], byHour[(hour + 1) % 24])
        return a + (b - a) * (ofDay - Double(hour))
    }
}
