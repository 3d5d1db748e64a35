import Customs

/// What happens to a seal on a journey, in seconds from the transit's start.
struct DevicePlan {
    /// A second device under the same name.
    struct Clone: Hashable {
        var seconds: Range<Int>
        var place: Coordinate
        var boot: String
        var firstSequence: Int64
    }

    /// Old reports that come again.
    struct Replay: Hashable {
        /// When they come.
        var seconds: [Int]
        /// How old they are then.
        var ageSeconds: Int
        /// Under a new number; else under their own with another body.
        var hasNewSequence: Bool
    }

    /// Fixes far from the road.
    struct Jump: Hashable {
        var second: Int
        var fixes: Int
        var east: Double
        var north: Double
    }

    struct Clock: Hashable {
        var seconds: Range<Int>
        var offsetSeconds: Double
    }

    /// Reports that are kept and sent together.
    struct Backlog: Hashable {
        var seconds: Range<Int>
        /// How much later than its last report it is sent: what happens now is sent first.
        var heldSeconds = 0
    }

    /// No reports are made.
    var silences: [Range<Int>] = []
    var backlogs: [Backlog] = []
    /// Reports made here never come.
    var lost: Range<Int>?
    /// Reports made here overtake one another.
    var unordered: Range<Int>?
    var cut: Int?
    var unlocked: [Range<Int>] = []
    /// When the battery falls under a fifth.
    var batteryLow: Int?
    var clock: Clock?
    var replay: Replay?
    var clone: Clone?
    var jump: Jump?
    var frozen: Range<Int>?
    var spoof: Spoof?
    var sky: [(seconds: Range<Int>, sky: Sky)] = []
    /// When a gate reports the container that is on the road.
    var phantomGate: Int?
    /// One report says a speed that no lorry has.
    var speedSpike: Range<Int>?

    func sky(_ second: Int) -> Sky { sky.first { $0.seconds.contains(second) }?.sky ?? .open }

    func state(_ second: Int) -> SealState {
        if let cut, second >= cut { return .tampered }
        return unlocked.contains { $0.contains(second) } ? .unlocked : .locked
    }

    func isSilent(_ second: Int) -> Bool { silences.contains { $0.contains(second) } }
}
