import Customs

/// The mean true wait of those who join in each hour of the day.
struct UsualWaits: Codable, Sendable {
    private var seconds = [Double](repeating: 0, count: 24)
    private var counts = [Double](repeating: 0, count: 24)

    /// A month of four an hour.
    private static let fading = 1 - 1.0 / 120
    /// Less than an hour's worth is no usual.
    private static let enough = 2.0

    func wait(hour: Int) -> Double? { counts[hour] >= Self.enough ? seconds[hour] / counts[hour] : nil }

    mutating func learn(_ wait: Double, hour: Int) {
        seconds[hour] = seconds[hour] * Self.fading + wait
        counts[hour] = counts[hour] * Self.fading + 1
    }
}
