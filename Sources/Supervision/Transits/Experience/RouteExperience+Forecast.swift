import Customs

/// How long the rest of a way will take.
struct WayForecast: Sendable, Hashable {
    var seconds: Double
    /// The share of the metres for which earlier transits say so; the rest is assumed.
    var learnedShare: Double
    /// The fewest transits that a piece was learned from.
    var transits: Int
}

extension RouteExperience {
    /// The pace where nothing is known: 43 km/h, a laden lorry with its short stops.
    static let assumedMetersPerSecond = 12.0
    /// Fewer transits in a band of the day, or in a piece, are not a mean yet.
    private static let leastStays: UInt32 = 3

    /// The time from one place of the way to another, by the mean stay in each piece at the time of day when it gets
    /// there.
    func forecast(from start: Double, to end: Double, at time: Timestamp) -> WayForecast {
        var result = WayForecast(seconds: 0, learnedShare: 0, transits: .max)
        var learnedMeters = 0.0
        var meters = max(0, start)
        while meters < end {
            let piece = Int(meters / PaceRecord.pieceMeters)
            let from = Double(piece) * PaceRecord.pieceMeters
            let to = min(end, from + PaceRecord.pieceMeters)
            let band = Self.band(at: time.advanced(bySeconds: result.seconds))
            if let stay = usualStay(piece: piece, band: band) {
                result.seconds += stay.seconds * (to - meters) / (to - from)
                result.transits = min(result.transits, stay.count)
                learnedMeters += to - meters
            } else {
                result.seconds += (to - meters) / Self.assumedMetersPerSecond
            }
            meters = to
        }
        result.learnedShare = end > start ? learnedMeters / (end - max(0, start)) : 0
        if result.transits == .max { result.transits = 0 }
        return result
    }

    /// The mean of the band, or of the whole day where the band has too few.
    private func usualStay(piece: Int, band: Int) -> (seconds: Double, count: Int)? {
        let own = stay(piece: piece, band: band)
        if own.count >= Self.leastStays { return (Double(own.seconds) / Double(own.count), Int(own.count)) }
        var all = Stay()
        for band in 0..<Self.bands {
            let stay = stay(piece: piece, band: band)
            all.count += stay.count
            all.seconds += stay.seconds
        }
        guard all.count >= Self.leastStays else { return nil }
        return (Double(all.seconds) / Double(all.count), Int(all.count))
    }
}
