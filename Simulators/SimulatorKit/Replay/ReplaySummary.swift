/// What a replay did.
public struct ReplaySummary: Sendable, Hashable {
    /// Different reasons that are kept; further ones are counted together.
    private static let maximumReasons = 20

    /// Messages that the broker has taken.
    public var published = 0
    /// Calls that the server has accepted.
    public var posted = 0
    /// gpsd's objects, which only a gpsd can play.
    public var skippedGPSD = 0
    /// Reasons of failed calls, each with how often.
    public var failures: [String: Int] = [:]
    public var elapsedSeconds = 0.0

    public init() {}

    public var failed: Int { failures.values.reduce(0, +) }

    mutating func fail(_ reason: String) {
        let isRoom = failures[reason] != nil || failures.count < Self.maximumReasons
        failures[isRoom ? reason : "other reasons", default: 0] += 1
    }

    /// A few lines for people.
    public var text: String {
        let tenths = (elapsedSeconds * 10).rounded() / 10
        var lines = ["published \(published), posted \(posted), failed \(failed), in \(tenths) s"]
        if skippedGPSD > 0 {
            lines.append("skipped \(skippedGPSD) gpsd objects: play their receiver's log with gpsfake")
        }
        for (reason, count) in failures.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("  \(count) x \(reason)")
        }
        return lines.joined(separator: "\n")
    }
}
