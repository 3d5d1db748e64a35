import Customs

/// What a fix says when it is held against the trusted one before it.
struct Movement: Sendable {
    enum Verdict: Sendable {
        /// There is no fix to judge.
        case noFix
        /// Its error is too large to decide anything.
        case poor
        /// The first one.
        case first
        case plausible
        /// Nothing on the road gets there in the time.
        case implausible
        /// Where several in a row agree on an implausible place, it was the earlier one that was wrong.
        case resettled
        /// The receiver says the same place again although it moves.
        case frozen
    }

    var verdict = Verdict.noFix
    /// The trusted fix before it; also that before a gate event.
    var from: Coordinate?
    /// Metres from there.
    var distanceMeters = 0.0
    /// Seconds since.
    var seconds = 0.0
    /// Metres a second that it takes at least to get here, both errors allowed for.
    var impliedSpeed = 0.0
    /// How often the seal went between two places that nothing on the road can go between.
    var alternations = 0
    /// Fixes in a row with the same coordinates, this one included.
    var repeats = 1
    /// How many of those in a row were said to be moving; 0 where this one is not.
    var movingRepeats = 0

    /// Whether zones, stops and routes are judged by the fix.
    var isTrusted: Bool { verdict == .first || verdict == .plausible || verdict == .resettled }
    /// Whether the fix contradicts what is known.
    var isSuspect: Bool { verdict == .implausible || verdict == .frozen }
}
