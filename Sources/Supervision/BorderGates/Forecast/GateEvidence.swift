package import Customs

/// What the forecast needs to know of a gate's past: what its log answers.
package protocol GateEvidence {
    /// How far back it reaches.
    var begins: Timestamp { get }
    /// From entering the queue to the gate-in where nobody waits, in seconds.
    var fastestSeconds: Double { get }
    /// Seen vehicles that entered the queue in [from, to).
    func seenArrivals(from: Timestamp, to: Timestamp) -> Int
    /// All vehicles that entered it in [from, to); `nil` while nobody who came at or after `to` has passed.
    func arrivals(from: Timestamp, to: Timestamp) -> Double?
    /// The queue and a joiner's wait at a past moment; `nil` where they are not known (yet).
    func truth(at: Timestamp) -> (vehicles: Double, waitSeconds: Double)?
}

extension GateLog {
    package var fastestSeconds: Double { driveSeconds }
}
