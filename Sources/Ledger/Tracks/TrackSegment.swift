import Customs

/// Points of one seal that stand next to each other, in the order in which they were stored.
struct TrackSegment: Sendable {
    var seal: String
    /// How many points of the seal were stored before these.
    var firstOrdinal: Int64
    var points: [PackedPoint]
    var boots: [String]

    /// What the block's row says about its points; `nil` without any.
    var summary: Summary? {
        guard let first = points.first else { return nil }
        var summary = Summary(
            times: first.fixTime...first.fixTime, sequences: first.ordinal...first.ordinal)
        for point in points {
            summary.times = summary.times.including(point.fixTime)
            summary.sequences = summary.sequences.including(point.ordinal)
            guard point.presence.contains(.position) else { continue }
            let latitude = Int64(point.latitude)
            let longitude = Int64(point.longitude)
            summary.latitudes = summary.latitudes?.including(latitude) ?? latitude...latitude
            summary.longitudes = summary.longitudes?.including(longitude) ?? longitude...longitude
        }
        return summary
    }

    struct Summary: Hashable {
        var times: ClosedRange<Int64>
        var sequences: ClosedRange<Int64>
        /// 1e-7 degrees; `nil` where no point has a position.
        var latitudes: ClosedRange<Int64>?
        var longitudes: ClosedRange<Int64>?
    }
}

extension ClosedRange<Int64> {
    fileprivate func including(_ value: Int64) -> ClosedRange<Int64> {
        Swift.min(lowerBound, value)...Swift.max(upperBound, value)
    }
}
