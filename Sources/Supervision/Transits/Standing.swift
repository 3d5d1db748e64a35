import Customs
import Geofencing

/// Whether a container stands, since when, and where: outside the places where it may stand as long as it likes.
///
/// A stand is held against the mean of its first fixes, which does not follow a lorry that creeps on in a jam. One fix away
/// from it is a stray until the next one confirms it, unless it is far off or reports speed; and where the next one is back,
/// the stand went on.
struct Standing: Codable, Sendable, Hashable {
    /// The mean of the first fixes, which `radius` is measured from.
    private(set) var anchor = GridPoint(latitude: 0, longitude: 0)
    /// The mean of the last fixes.
    private(set) var place = GridPoint(latitude: 0, longitude: 0)
    /// The first fix of the stand.
    private(set) var from = Timestamp.distantPast
    /// The last one.
    private(set) var until = Timestamp.distantPast
    /// A fix away from it that nothing has confirmed.
    private var away = GridPoint(latitude: 0, longitude: 0)
    /// When that was; while `hasLeft`, when it moved on.
    private(set) var awayAt = Timestamp.distantPast
    /// 0 where there is no stand.
    private(set) var fixes: UInt16 = 0
    private var anchorFixes: UInt8 = 0
    private var hasAway = false
    private var awayMoves = false
    /// Its first fix was made on the move.
    private var firstMoves = false
    /// It has moved on, as far as one fix can tell.
    private(set) var hasLeft = false

    /// Fixes that make the anchor: they halve a receiver's error.
    private static let mostAnchorFixes = 5
    /// In this time a lorry in a jam is still where it was.
    private static let anchorSeconds = 300.0
    /// Later fixes make the anchor too where they are this near: noise, not creeping.
    private static let anchorMeters = 30.0
    /// Fixes that the mean forgets after.
    private static let mostMeanFixes = 20
    /// A fix that reports more is not of a stand: twice what receivers make of standing still.
    private static let movingSpeed = 2.0

    /// Between its first fix and its last.
    var seconds: Double { until.seconds(since: from) }

    /// Takes a step; notes the stays that it makes.
    mutating func step(_ step: TransitStep, radius: Double, _ stays: inout StandStays) {
        // A fix that may be off by more than the radius says neither that it stands nor that it moved.
        guard let fix = step.fix, (step.evidence.errorMeters ?? 0) <= radius else { return }
        let isCounted = step.standing.ownLimitSeconds != nil || !step.standing.isAllowed
        guard isCounted else {
            // Standing here is right: what stands outside later begins there.
            if fixes != 0 { end(at: step.time, &stays) }
            return
        }
        let moves = (step.evidence.speedMetersPerSecond ?? 0) >= Self.movingSpeed
        guard fixes != 0 else { return begin(GridPoint(fix), step.time, moves) }
        let reach = radius + min(step.evidence.errorMeters ?? 0, radius / 2)
        let meters = Geodesy.nearbyMeters(anchor.coordinate, fix)
        if meters <= reach {
            join(fix, meters, step.time, moves)
            if !step.standing.isForStanding { note(&stays) }
        } else if fixes == 1 {
            begin(GridPoint(fix), step.time, moves)
        } else if hasAway {
            let (next, nextAt, nextMoves) = (away, awayAt, awayMoves)
            end(at: nextAt, &stays)
            begin(next, nextAt, nextMoves)
            let further = Geodesy.nearbyMeters(next.coordinate, fix)
            if further <= reach {
                join(fix, further, step.time, moves)
            } else {
                begin(GridPoint(fix), step.time, moves)
            }
        } else {
            hasAway = true
            away = GridPoint(fix)
            awayAt = step.time
            awayMoves = moves
            hasLeft = moves || meters > 3 * reach
        }
    }

    /// The transit is over, or standing is right from here on.
    mutating func end(at time: Timestamp, _ stays: inout StandStays) {
        guard fixes != 0 else { return }
        stays.end(from: from)
        if !hasAway { awayAt = time }
        fixes = 0
        hasAway = false
        hasLeft = true
    }

    private mutating func begin(_ fix: GridPoint, _ time: Timestamp, _ moves: Bool) {
        anchor = fix
        place = fix
        from = time
        until = time
        fixes = 1
        anchorFixes = 1
        hasAway = false
        hasLeft = false
        firstMoves = moves
    }

    private mutating func join(_ fix: Coordinate, _ meters: Double, _ time: Timestamp, _ moves: Bool) {
        if fixes == 1, firstMoves {
            // It drove up to here: the stand begins with what stands.
            return begin(GridPoint(fix), time, moves)
        }
        hasAway = false
        hasLeft = false
        until = time
        if fixes < .max { fixes += 1 }
        place = Self.mean(place, fix, share: 1 / Double(min(Int(fixes), Self.mostMeanFixes)))
        if Int(anchorFixes) < Self.mostAnchorFixes,
            meters <= Self.anchorMeters || time.seconds(since: from) <= Self.anchorSeconds
        {
            anchorFixes += 1
            anchor = Self.mean(anchor, fix, share: 1 / Double(anchorFixes))
        }
    }

    private func note(_ stays: inout StandStays) {
        guard seconds >= StandStays.leastSeconds else { return }
        stays.note(StandStay(place: place, from: from, until: until, isOver: false))
    }

    private static func mean(_ old: GridPoint, _ fix: Coordinate, share: Double) -> GridPoint {
        let before = old.coordinate
        var east = fix.longitude - before.longitude
        if abs(east) > 180 { east -= east > 0 ? 360 : -360 }
        return GridPoint(
            Coordinate(
                latitude: before.latitude + share * (fix.latitude - before.latitude),
                longitude: before.longitude + share * east))
    }
}
