import Customs

/// A time in which a seal on its way could not be placed.
struct Outage: Codable, Sendable, Hashable {
    enum Kind: UInt8, Codable, Sendable {
        /// It went on reporting, with no fix or one that is worth nothing.
        case fixLost
        /// It did not report.
        case silence
    }

    /// The last good fix before it.
    var place: GridPoint
    /// When that was: the outage began then, or somewhat later.
    var from: Timestamp
    /// While it lasts, when it was long enough to count; then its end.
    var until: Timestamp
    /// How long after `from` it had surely begun.
    var onsetSeconds: Int32
    /// How far the seal may have come until then.
    var reachMeters: Int32
    var kind: Kind
    var isOver: Bool
    /// A finding of the transit alone covers it.
    var isToldAlone = false

    /// When the evidence first showed that it was long enough.
    var knownAt: Timestamp {
        kind == .silence ? until : from.advanced(bySeconds: Double(onsetSeconds) + Outages.leastSeconds)
    }
}

/// The outages of a transit, oldest first, and what the next is told from.
///
/// Silence counts only where the seal was moving: a seal that goes to sleep at a stop reports less often. Neither kind
/// counts in a place where it may stand: under a gate's roof or between stacks no receiver sees the sky. A silence is
/// known when it is over: until then it may be a backlog that is still to come.
struct Outages: Codable, Sendable, Hashable {
    /// Shorter ones are tunnels, bridges and lost packets: `gnss-jamming: after` by default.
    static let leastSeconds = 120.0
    /// Beyond this many the oldest is let go.
    static let limit = 8

    private(set) var all: [Outage] = []
    /// Changes whenever one appears or ends, and never else.
    private(set) var revision: UInt32 = 0

    private var lastHeard = Timestamp.distantPast
    private var goodAt = Timestamp.distantPast
    private var place = GridPoint(latitude: 0, longitude: 0)
    /// Decimetres a second at the last good fix.
    private var speed: UInt16 = 0
    /// Seconds between the last two reports.
    private var spacing: UInt16 = 0
    /// Reports without a fix since the last good one.
    private var lost: UInt16 = 0
    /// Seconds from the last good fix to the first report without one.
    private var onset: Int32 = 0
    /// Whether what comes after the last good fix counts.
    private var isWatched = false

    /// From this speed on it moves: twice what receivers make of standing still.
    private static let movingSpeed = 2.0
    /// A gap shorter than so many intervals is none.
    private static let intervals = 3.0
    /// Until a second report says how often a seal reports.
    private static let usualSpacing: UInt16 = 60
    /// What the error of the fix adds to how far it may have come.
    private static let slackMeters = 100.0

    init() {}

    /// Takes one item of evidence.
    mutating func take(_ step: TransitStep) {
        guard step.kind == .report, step.isInOrder else { return }
        let time = step.time
        let gap = time.seconds(since: lastHeard)
        if isWatched, gap >= Self.leastSeconds, lost == 0 { considerSilence(gap, step) }
        if lastHeard != .distantPast, gap > 0 { spacing = UInt16(min(gap, 3600)) }
        lastHeard = time
        if let fix = step.fix {
            if lost > 0 { endLoss(at: time) }
            remember(fix, step)
        } else if step.evidence.fix == nil || step.movement.verdict == .poor {
            guard isWatched else { return }
            if lost == 0 { onset = Int32(clamping: Int(time.seconds(since: goodAt))) }
            lost = min(lost + 1, 60_000)
            noteLoss(at: time)
        }
    }

    private mutating func remember(_ fix: Coordinate, _ step: TransitStep) {
        let implied = step.movement.seconds > 0 ? step.movement.distanceMeters / step.movement.seconds : 0
        speed = UInt16(min(1000, 10 * (step.evidence.speedMetersPerSecond ?? implied)))
        goodAt = step.time
        place = GridPoint(fix)
        isWatched = !step.standing.isAllowed
    }

    private mutating func considerSilence(_ gap: Double, _ step: TransitStep) {
        let usual = spacing == 0 ? Self.usualSpacing : spacing
        let interval = max(Double(usual), step.evidence.interval ?? 0)
        guard lastHeard == goodAt, Double(speed) / 10 >= Self.movingSpeed, gap >= Self.intervals * interval else {
            return
        }
        append(outage(.silence, until: step.time, onset: Int32(min(gap, interval)), isOver: true))
    }

    private mutating func noteLoss(at time: Timestamp) {
        // Counted from the first report without a fix, as a transit's own jamming is.
        guard lost >= 2, time.seconds(since: goodAt) >= Double(onset) + Self.leastSeconds, all.last?.from != goodAt
        else { return }
        append(outage(.fixLost, until: time, onset: onset, isOver: false))
    }

    private mutating func endLoss(at time: Timestamp) {
        lost = 0
        guard let last = all.last, last.from == goodAt, last.kind == .fixLost else { return }
        all[all.count - 1].until = time
        all[all.count - 1].isOver = true
        revision &+= 1
    }

    private func outage(_ kind: Outage.Kind, until: Timestamp, onset: Int32, isOver: Bool) -> Outage {
        let reach = Double(speed) / 10 * Double(onset) + Self.slackMeters
        return Outage(
            place: place, from: goodAt, until: until, onsetSeconds: onset,
            reachMeters: Int32(min(reach, 1_000_000)), kind: kind, isOver: isOver)
    }

    private mutating func append(_ outage: Outage) {
        if all.count >= Self.limit { all.removeFirst() }
        all.append(outage)
        revision &+= 1
    }
}
