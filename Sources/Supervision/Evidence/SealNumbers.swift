import Customs

/// Follows the numbers that a seal gives its reports, in the order of their fix times.
///
/// A report that was sent again under a new number stands among those of its old time: its number is far ahead, and
/// smaller ones with later times follow. So the number that first ran ahead is kept as a suspect: it was sent after
/// reports of later times if a smaller number follows. A seal that lost reports runs ahead too, but no smaller follow.
struct SealNumbers: Codable, Sendable, Hashable {
    private var boot: UInt32 = 0
    private var highest = Self.none
    private var highestAt = Timestamp.distantPast
    /// The first of a row of numbers that ran ahead with smaller ones between them; in order, the highest itself.
    private var suspect = Self.none
    private var suspectAt = Timestamp.distantPast
    private var suspects: Int32 = 0
    private var isInverted = false
    private var wasHighest = false

    private static let none: Int64 = -1
    /// The server numbers what comes from gpsd and from trackers, so that their numbers tell nothing.
    private static let ofServer = [ReportOrigin.gpsd, .tracker].map { Evidence.bootMark($0.rawValue) }

    /// Takes the next report.
    ///
    /// - Parameter isInOrder: `false` where it is from before all that is known.
    mutating func take(_ item: Evidence, isInOrder: Bool) -> NumberStep {
        var step = NumberStep()
        let number = item.sequence
        guard highest != Self.none, item.tie == boot else {
            guard isInOrder, !Self.ofServer.contains(item.tie) else { return step }
            self = SealNumbers()
            boot = item.tie
            step.relation = .firstOfBoot
            goOn(to: number, item)
            return step
        }
        step.highest = highest
        step.highestAt = highestAt
        if number <= highest {
            step.relation = .behind
            if isInOrder, item.clockErrorSeconds == 0, suspect != Self.none { judge(number, &step) }
            return step
        }
        guard isInOrder else {
            // Sent after all others, and older than all.
            highest = number
            step.relation = .behind
            step.suspect = number
            step.suspectAt = item.time
            step.suspects = 1
            return step
        }
        step.relation = number == highest + 1 ? .next : .ahead
        goOn(to: number, item)
        return step
    }

    private mutating func goOn(to number: Int64, _ item: Evidence) {
        highest = number
        highestAt = item.time
        if item.clockErrorSeconds != 0 {
            // Its time is when it was received: it says nothing of the order in which reports were made.
            suspect = Self.none
            isInverted = false
        } else if isInverted, !wasHighest {
            suspects += 1
        } else {
            suspect = number
            suspectAt = item.time
            suspects = 1
            isInverted = false
        }
        wasHighest = true
    }

    private mutating func judge(_ number: Int64, _ step: inout NumberStep) {
        if number >= suspect {
            suspect = highest
            suspectAt = highestAt
            suspects = 1
        }
        isInverted = true
        wasHighest = false
        step.suspect = suspect
        step.suspectAt = suspectAt
        step.suspects = suspects
    }
}

/// What a report's number says beside those before it.
struct NumberStep: Sendable, Hashable {
    enum Relation: UInt8, Sendable {
        /// It has none of the seal's own.
        case unnumbered
        /// The seal begins to count, or went on under another boot.
        case firstOfBoot
        case next
        /// Numbers between it and the highest are missing.
        case ahead
        /// A higher one with an earlier time is known.
        case behind
    }

    var relation = Relation.unnumbered
    /// The highest number before it, and its time.
    var highest: Int64 = 0
    var highestAt = Timestamp.distantPast
    /// Behind: the first number that ran ahead of it, its time, and how many did since then.
    var suspect: Int64 = -1
    var suspectAt = Timestamp.distantFuture
    var suspects: Int32 = 0
}
