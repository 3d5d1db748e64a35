import Customs

/// When a transit first reached each piece of its way, and where it fell silent: what it leaves to those after it.
struct PaceRecord: Codable, Sendable, Hashable {
    /// A piece is short enough to tell a pass from a plain, and long enough for several fixes.
    static let pieceMeters = 5000.0
    /// 2,560 km: more than the length of Vietnam by road.
    static let mostPieces = 512
    /// Ten reports of a device at 30 s.
    static let leastSilenceSeconds = 300.0
    private static let mostSilences = 16
    /// Unit of the moments: a quarter of a minute, so that 16 bits hold eleven days.
    static let unitSeconds = 15.0

    struct Silence: Codable, Sendable, Hashable {
        var piece: UInt16
        /// The longest that began in the piece.
        var seconds: UInt16
    }

    private(set) var departedAt = Timestamp.distantPast
    /// Metres of the way at the first fix.
    private(set) var firstMeters: Float = 0
    /// Moments from the departure on at which each piece was reached, from the first fix's on; and of the arrival.
    private(set) var reached: [UInt16] = []
    private(set) var silences: [Silence] = []
    /// Evidence time at which its arrival was known.
    private(set) var finishedAt = Timestamp.distantPast
    /// It holds what is true of no road.
    private(set) var isSpoiled = false

    var isFinished: Bool { finishedAt != .distantPast }
    /// Whether later transits can learn from it.
    var isUseful: Bool { isFinished && !isSpoiled && reached.count > 1 }
    /// The piece of the first moment.
    var firstPiece: Int { Self.piece(at: firstMeters) }

    static func piece(at meters: Float) -> Int { min(mostPieces, Int(max(0, meters) / Float(pieceMeters))) }

    mutating func begin(atMeters meters: Float, at time: Timestamp, departedAt: Timestamp) {
        self.departedAt = departedAt
        firstMeters = meters
        reach(time)
    }

    /// Reaches the next piece.
    mutating func reach(_ time: Timestamp) {
        guard !isSpoiled else { return }
        let units = time.seconds(since: departedAt) / Self.unitSeconds
        guard firstPiece + reached.count <= Self.mostPieces, units < Double(UInt16.max) else { return spoil() }
        reached.append(max(reached.last ?? 0, UInt16(max(0, units).rounded())))
    }

    mutating func addSilence(seconds: Double, piece: Int) {
        let length = UInt16(min(seconds, Double(UInt16.max)))
        if let index = silences.firstIndex(where: { Int($0.piece) == piece }) {
            silences[index].seconds = max(silences[index].seconds, length)
        } else if silences.count < Self.mostSilences {
            silences.append(Silence(piece: UInt16(piece), seconds: length))
        }
    }

    /// What is true of no road is not learned, and need not be kept.
    mutating func spoil() {
        isSpoiled = true
        reached = []
    }

    /// - Parameter time: Evidence time of what showed the arrival, which may be a little after it.
    mutating func finish(arrivedAt: Timestamp, knownAt time: Timestamp) {
        if !reached.isEmpty { reach(arrivedAt) }
        finishedAt = time
    }
}
