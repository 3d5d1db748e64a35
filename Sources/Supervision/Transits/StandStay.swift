import Customs

/// One stand of a container outside every place where it may stand.
struct StandStay: Codable, Sendable, Hashable {
    /// The mean of its fixes.
    var place: GridPoint
    /// Its first fix.
    var from: Timestamp
    /// Its last fix so far.
    var until: Timestamp
    /// Whether it has moved on.
    var isOver: Bool

    /// Between the first fix and the last.
    var seconds: Double { until.seconds(since: from) }
}

/// A transit's stands that were long enough to matter, oldest first; the last one may go on.
struct StandStays: Codable, Sendable, Hashable {
    /// Shorter than this is a traffic light or a toll, and too short to hand anything over: a little under the 300 s
    /// of `meeting-suspected`, so that two stays that overlap for so long are both known.
    static let leastSeconds = 240.0
    /// Beyond this many the oldest is let go.
    static let limit = 32

    private(set) var all: [StandStay] = []
    /// Changes whenever a stay appears, grows or ends, and never else.
    private(set) var revision: UInt32 = 0

    /// Keeps what a stand has come to; one that is too short is none.
    mutating func note(_ stay: StandStay) {
        guard stay.seconds >= Self.leastSeconds else { return }
        if let last = all.last, last.from == stay.from {
            guard last != stay else { return }
            all[all.count - 1] = stay
        } else {
            // A list is filled in a queue of stops, not in a drive: shifting it costs nothing that counts.
            if all.count >= Self.limit { all.removeFirst() }
            all.append(stay)
        }
        revision &+= 1
    }

    /// The stand that began then is over.
    mutating func end(from: Timestamp) {
        guard let last = all.last, last.from == from, !last.isOver else { return }
        all[all.count - 1].isOver = true
        revision &+= 1
    }
}
