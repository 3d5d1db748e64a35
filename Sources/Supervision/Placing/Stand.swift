import Customs
import Geofencing

/// How many fixes a stand has, and how far they are strewn.
struct Stand: Codable, Sendable, Hashable {
    private(set) var count = 0
    /// Of one axis, in square metres.
    private var variance = 100.0

    /// Fixes that the mean remembers: a receiver's error wanders for an hour and more where it stands.
    private static let mostFixes = 200
    /// More fixes than this do not make the mean surer: errors that follow one another are much the same.
    private static let countedFixes = 20
    /// Where the receiver does not say: a good one under open sky.
    private static let usualErrorMeters = 10.0
    /// How many errors of the mean are certain. Were errors independent, 3 would do; they are not.
    private static let certainty = 5.0
    private static let leastMarginMeters = 2.0
    /// Fixes of a stand lie this near to its mean, in errors of one axis; independent ones leave it once in 270,000.
    private static let reachErrors = 5.0
    private static let reachMeters = 12.0...150.0
    /// Before the spread is known: 30 m of noise leave it once in 250 fixes.
    private static let unknownReachMeters = 100.0
    /// A receiver that says no more than this sees the open sky, where what it says is right.
    private static let credibleErrorMeters = 10.0
    /// Of the horizontal error, what falls on one axis.
    private static let axisShare = 0.7

    init() {}

    /// Begins with one fix.
    init(_ item: Evidence) {
        count = 1
        let error = item.errorMeters ?? Self.usualErrorMeters
        variance = error * error
    }

    /// Adds a fix and returns the new mean.
    mutating func add(_ fix: Coordinate, _ meters: Double, to mean: Coordinate) -> Coordinate {
        count = min(count + 1, Self.mostFixes)
        let share = 1 / Double(count)
        // The first few fixes say little of how far they are strewn: what was assumed counts like three.
        variance += (meters * meters / 2 - variance) / Double(min(count + 2, Self.countedFixes))
        var east = fix.longitude - mean.longitude
        if abs(east) > 180 { east -= east > 0 ? 360 : -360 }
        var longitude = mean.longitude + share * east
        if abs(longitude) > 180 { longitude -= longitude > 0 ? 360 : -360 }
        return Coordinate(latitude: mean.latitude + share * (fix.latitude - mean.latitude), longitude: longitude)
    }

    /// How far from the mean a fix of the stand may lie.
    func reachMeters(errorMeters error: Double?) -> Double {
        if count >= Self.countedFixes {
            let axis = max((error ?? 0) * Self.axisShare, variance.squareRoot())
            return min(max(Self.reachErrors * axis, Self.reachMeters.lowerBound), Self.reachMeters.upperBound)
        }
        guard let error, error <= Self.credibleErrorMeters else {
            return max(Self.unknownReachMeters, 3 * (error ?? 0))
        }
        return max(Self.reachMeters.lowerBound, Self.reachErrors * Self.axisShare * error)
    }

    /// How far the mean may be from the truth, nearly surely.
    var errorMeters: Double {
        let fixes = count < Self.countedFixes ? Double(max(1, count)) : 2 * Double(Self.countedFixes) - 1
        return Self.leastMarginMeters + Self.certainty * (variance / fixes).squareRoot()
    }
}
