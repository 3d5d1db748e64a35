import Customs
import Geofencing

/// Judges each fix by those before it: plausible, or a jump, or the word of a receiver that has stopped thinking.
///
/// Two places are kept: the trusted one, and a rival that nothing on the road could have reached. A single bad fix
/// makes a rival that is forgotten; a rival that holds for several fixes in a row takes over; one that is visited
/// again and again is the mark of a second device under the same name.
struct Placement: Codable, Sendable, Hashable {
    /// What is plausible, from the rules' thresholds.
    struct Limits: Sendable {
        /// Metres a second (`position-jump: speed`).
        var speed: Double
        /// `position-frozen: fixes` and `speed`.
        var frozenFixes: Int
        var frozenSpeed: Double
    }

    private struct Place: Codable, Sendable, Hashable {
        var point: GridPoint
        var time: Timestamp
    }

    private var trusted: Place?
    private var rival: Place?
    private var fixesAtRival = 0
    private var alternations = 0
    /// The fix before this one, whatever it was worth.
    private var lastPoint: GridPoint?
    private var repeats = 0
    private var movingRepeats = 0
    /// The trusted fix's time is when it was received, for its device's clock was wrong: no speed can be told from it.
    private var isTimeDoubtful = false

    /// A fix that may be off by more than this says nothing of zones, stops or speed.
    static let largestErrorMeters = 150.0
    /// What two good fixes may be apart with nothing moved.
    private static let slackMeters = 60.0
    /// Fixes in a row that make an implausible place the trusted one.
    private static let fixesToResettle = 3
    /// A rival not heard of for so long is forgotten.
    private static let rivalSeconds = 6 * 3600.0

    /// Where it was last before a moment, for evidence that has no position of its own.
    func movement(at time: Timestamp) -> Movement {
        var movement = Movement()
        guard let trusted, !isTimeDoubtful else { return movement }
        movement.from = trusted.point.coordinate
        movement.seconds = time.seconds(since: trusted.time)
        return movement
    }

    mutating func place(_ item: Evidence, _ limits: Limits) -> Movement {
        guard let point = item.fix else { return Movement() }
        var movement = Movement()
        countRepeats(point, item, limits)
        movement.repeats = repeats
        movement.movingRepeats = movingRepeats
        if Self.isPoor(item) {
            movement.verdict = .poor
            return movement
        }
        let here = Place(point: point, time: item.time)
        guard let before = trusted else {
            trust(here, item)
            movement.verdict = .first
            return movement
        }
        let from = before.point.coordinate
        movement.from = from
        movement.distanceMeters = Geodesy.nearbyMeters(from, point.coordinate)
        movement.seconds = here.time.seconds(since: before.time)
        movement.impliedSpeed = Self.speed(movement.distanceMeters, movement.seconds, item)
        if movement.impliedSpeed <= limits.speed, fixesAtRival == 0 || !isAtRival(here, item, movement, limits) {
            if fixesAtRival > 0 {
                fixesAtRival = 0
                alternations = min(alternations + 1, 100)
            }
            if movingRepeats >= limits.frozenFixes {
                // The trusted time stays: what wakes up farther on has had all the while to get there.
                movement.verdict = .frozen
            } else {
                movement.verdict = .plausible
                trust(here, item)
            }
        } else if item.clockErrorSeconds != 0 {
            movement.verdict = .poor
        } else if isTimeDoubtful {
            movement.verdict = .resettled
            trust(here, item)
            fixesAtRival = 0
        } else {
            movement.verdict = goToRival(here, item, movement, limits)
        }
        movement.alternations = alternations
        return movement
    }

    private mutating func countRepeats(_ point: GridPoint, _ item: Evidence, _ limits: Limits) {
        guard point == lastPoint else {
            lastPoint = point
            repeats = 1
            movingRepeats = item.speedMetersPerSecond ?? 0 > limits.frozenSpeed ? 1 : 0
            return
        }
        // A copy of the same report under another number repeats nothing.
        guard item.time != trusted?.time else { return }
        repeats += 1
        if item.speedMetersPerSecond ?? 0 > limits.frozenSpeed {
            movingRepeats += 1
        } else if movingRepeats < limits.frozenFixes {
            movingRepeats = 0
        }
    }

    private mutating func trust(_ here: Place, _ item: Evidence) {
        trusted = here
        isTimeDoubtful = item.clockErrorSeconds != 0
    }

    /// Whether the fix goes with the rival: near it, and far from the trusted one.
    private func isAtRival(_ here: Place, _ item: Evidence, _ movement: Movement, _ limits: Limits) -> Bool {
        guard let rival else { return false }
        let seconds = here.time.seconds(since: rival.time)
        let meters = Geodesy.nearbyMeters(rival.point.coordinate, here.point.coordinate)
        return seconds <= Self.rivalSeconds && Self.speed(meters, seconds, item) <= limits.speed
            && meters < movement.distanceMeters / 2
    }

    private mutating func goToRival(
        _ here: Place, _ item: Evidence, _ movement: Movement, _ limits: Limits
    ) -> Movement.Verdict {
        let isKnown = isAtRival(here, item, movement, limits)
        if !isKnown {
            alternations = 1
            fixesAtRival = 1
        } else {
            if fixesAtRival == 0 { alternations = min(alternations + 1, 100) }
            fixesAtRival += 1
        }
        rival = here
        guard fixesAtRival >= Self.fixesToResettle else { return .implausible }
        // The place before becomes the rival: where it is visited again, the changes are counted on.
        rival = trusted
        trusted = here
        fixesAtRival = 0
        return .resettled
    }

    private static func speed(_ meters: Double, _ seconds: Double, _ item: Evidence) -> Double {
        let slack = max(slackMeters, 2 * (item.errorMeters ?? 0))
        // Devices say whole seconds.
        return max(0, meters - slack) / max(1, seconds)
    }

    /// Whether the receiver itself gives little for the fix.
    static func isPoor(_ item: Evidence) -> Bool {
        if let error = item.errorMeters, error > largestErrorMeters { return true }
        if let satellites = item.satellites, satellites < 4 {
            return item.carrierToNoise.map { $0 < 25 } ?? (satellites < 3)
        }
        return false
    }
}
