import Customs

/// All that is known of one seal.
struct SealRecord: Codable, Sendable {
    let name: String
    /// The last boots, newest last; the counting of each.
    private(set) var boots: [BootRecord] = []
    /// Numbers given to reports of sources that have none.
    var ownCount: Int64 = 0
    /// Time and body of the last reports without a number, to know a second delivery.
    private var recentBodies: [BodyMark] = []
    var declaredContainer: String?
    var lastReport: SealReport?
    /// The last report's fix contradicts what is known.
    private(set) var isSuspect = false
    var lastReceivedAt = Timestamp.distantPast
    /// The newest report with a fix, where the last report has none.
    private var olderFix: SealReport?
    /// Evidence time of the last report.
    private var lastTime = Timestamp.distantPast
    /// The seal's transits that late evidence may still reach, oldest first.
    var transits: [Int32] = []
    /// The gate in whose queue it is; -1 in none.
    var gate: Int16 = -1
    var history = SealHistory()
    /// Findings of the clock: true as far as is known now, and no evidence.
    var clockFindings: [ClockFinding] = []
    /// When a clock's finding has to be looked at again because evidence came in pieces.
    var reconsiderAt: Timestamp?
    /// The next deadline while there are clock findings.
    var deadlineBehindClockFindings = Timestamp.distantFuture
    /// The earliest entry of the deadline queue for this seal.
    var queuedDeadline = Timestamp.distantFuture
    /// The fold's count of changes that were published.
    var publishedChanges: UInt32 = 0

    static let maximumBoots = 64
    /// More than a batch of one device that is delivered again after a crash.
    static let maximumBodies = 4096

    init(name: String) { self.name = name }

    struct BodyMark: Codable, Sendable, Hashable, Comparable {
        var time: Timestamp
        var digest: UInt64

        static func < (a: BodyMark, b: BodyMark) -> Bool { (a.time, a.digest) < (b.time, b.digest) }
    }

    struct ClockFinding: Codable, Sendable, Hashable {
        var transit: Int32
        var finding: Finding
    }

    /// The newest report with a fix.
    var lastFix: SealReport? { lastReport?.fix != nil ? lastReport : olderFix }

    /// Keeps the report as the last one, unless a newer one is known.
    mutating func remember(_ report: SealReport, receivedAt: Timestamp, isSuspect: Bool) {
        if let container = report.container { declaredContainer = container }
        lastReceivedAt = receivedAt
        // A clock that runs ahead must not hide what comes after it.
        let time = min(report.fixTime, receivedAt)
        if let last = lastReport, time < lastTime {
            if report.fix != nil, last.fix == nil, olderFix.map({ report.fixTime >= $0.fixTime }) ?? true {
                olderFix = report
            }
            return
        }
        lastTime = time
        if report.fix != nil {
            olderFix = nil
        } else if let last = lastReport, last.fix != nil {
            olderFix = last
        }
        lastReport = report
        self.isSuspect = isSuspect
    }

    /// Remembers the number; tells whether it was new, known, or known with another body.
    mutating func claim(boot: String, sequence: Int64, digest: UInt64) -> BootRecord.Claim {
        let index: Int
        if let last = boots.last, last.name == boot {
            index = boots.count - 1
        } else if let known = boots.firstIndex(where: { $0.name == boot }) {
            index = known
        } else {
            boots.append(BootRecord(name: boot))
            if boots.count > Self.maximumBoots { boots.removeFirst() }
            index = boots.count - 1
        }
        return boots[index].claim(sequence: sequence, digest: digest)
    }

    /// Whether a report without a number came before; remembers it.
    mutating func isRepeated(time: Timestamp, digest: UInt64) -> Bool {
        let mark = BodyMark(time: time, digest: digest)
        // Sorted, and the oldest are forgotten first: a second delivery in order never meets a mark just dropped.
        let index = recentBodies.partitioningIndex { $0 >= mark }
        if index < recentBodies.count, recentBodies[index] == mark { return true }
        recentBodies.insert(mark, at: index)
        if recentBodies.count > Self.maximumBodies { recentBodies.removeFirst(Self.maximumBodies / 4) }
        return false
    }

    /// The gaps in the counting of the last report's boot, as the API lists them.
    var missing: [[Int64]] {
        let boot = boots.last { $0.name == lastReport?.boot }
        return (boot?.stored.missing ?? []).map { [$0.lowerBound, $0.upperBound] }
    }
}

/// The reports of one boot of a seal.
struct BootRecord: Codable, Sendable {
    enum Claim: Sendable {
        case new, duplicate, reused, tooManyGaps
        /// Stored too long ago for its body to be remembered here; the history may still have it.
        case knownOfOld
    }

    let name: String
    private(set) var stored = SequenceRanges()
    /// Of the bodies of the newest numbers 16 bits each, a ring indexed by the number.
    private var marks: [UInt16]

    /// How far back another body under a known number is told from a second delivery at a glance: half an hour at 30 s.
    static let remembered: Int64 = 64

    init(name: String) {
        self.name = name
        marks = Array(repeating: 0, count: Int(Self.remembered))
    }

    mutating func claim(sequence: Int64, digest: UInt64) -> Claim {
        let slot = Int(truncatingIfNeeded: UInt64(bitPattern: sequence) % UInt64(Self.remembered))
        let mark = UInt16(truncatingIfNeeded: digest ^ (digest >> 32))
        switch stored.insert(sequence) {
        case .new:
            if isRecent(sequence) { marks[slot] = mark }
            return .new
        case .known:
            guard isRecent(sequence) else { return .knownOfOld }
            return marks[slot] == mark ? .duplicate : .reused
        case .tooManyGaps: return .tooManyGaps
        }
    }

    /// Whether the slot is the number's: one that is recent now was so when it came.
    private func isRecent(_ sequence: Int64) -> Bool {
        stored.highest.map { sequence > $0 - Self.remembered } ?? true
    }
}
