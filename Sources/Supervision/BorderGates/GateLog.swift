package import Customs

/// One gate's evidence of the last three days: vehicles that are seen to wait, those that were seen to pass, and every
/// gate-in.
///
/// A vehicle is seen where it carries a seal or a tracker; it is named by that seal's number. It waits from entering a
/// zone of the queue until its gate-in, or until it is seen in the gate. Evidence may come late and in any order within
/// the three days.
package struct GateLog: Codable, Sendable {
    /// A seen vehicle that waits.
    struct Waiting: Codable, Sendable, Hashable {
        var enteredAt: Timestamp
        /// It stood there when watching began: since when is not known.
        var isFound = false
        /// When it left the queue's zones without being seen to pass.
        var leftAt: Timestamp?
    }

    /// A seen vehicle that passed.
    struct Crossing: Codable, Sendable, Hashable {
        var vehicle: Int32
        var enteredAt: Timestamp
        var passedAt: Timestamp
        var isFound: Bool
        /// The gate-in event that told it; 0 where only its position did.
        var event: UInt64

        var waitSeconds: Double { passedAt.seconds(since: enteredAt) }
    }

    /// A gate-in.
    struct Passage: Codable, Sendable, Hashable {
        var at: Timestamp
        var event: UInt64
        /// Names its lorry; 0 where the operator gave no plate.
        var plate: UInt64
        /// A second box of the same lorry is not counted.
        var isCounted: Bool
    }

    static let reachSeconds = 3 * 86_400.0
    /// Between the queue's zone and the gate it still waits.
    static let approachSeconds = 600.0
    /// Back in the queue within this, it never left: a yard and the road to the gate may be two zones.
    static let returnSeconds = 1800.0
    /// Two boxes of one lorry pass within this.
    private static let sameLorrySeconds = 900.0
    /// A gate has no more vehicles waiting than this; what comes beyond it is not kept.
    static let mostWaiting = 50_000
    static let mostPassages = 200_000

    private(set) var waiting: [Int32: Waiting] = [:]
    /// By the time of entering.
    private(set) var crossings: [Crossing] = []
    /// By time.
    private(set) var passages: [Passage] = []
    /// Times of the counted ones among them, ascending.
    private(set) var counted: [Timestamp] = []
    /// Times at which seen vehicles entered, ascending.
    private(set) var entries: [Timestamp] = []
    /// How far back the log reaches.
    package private(set) var begins = Timestamp.distantFuture
    /// The newest evidence of the gate.
    private(set) var evidenceAt: Timestamp?

    /// Any word of the gate: a report from its queue, a gate-in.
    mutating func hear(at time: Timestamp) {
        begins = min(begins, time)
        if time > evidenceAt ?? .distantPast { evidenceAt = time }
    }

    /// A seen vehicle enters a zone of the queue.
    mutating func enter(_ vehicle: Int32, at time: Timestamp, isFound: Bool) {
        if var known = waiting[vehicle] {
            if let leftAt = known.leftAt {
                guard time.seconds(since: leftAt) <= Self.returnSeconds else { return begin(vehicle, time, isFound) }
                known.leftAt = nil
            } else if time < known.enteredAt {
                // Late evidence moved its coming.
                moveEntry(from: known.enteredAt, to: time)
                known.enteredAt = time
            }
            waiting[vehicle] = known
        } else if let crossing = crossings.last(where: { $0.vehicle == vehicle }),
            time.seconds(since: crossing.passedAt) < Self.returnSeconds
        {
            // It passed just now; where the zones overlap it is in both.
            return
        } else {
            begin(vehicle, time, isFound)
        }
    }

    private mutating func begin(_ vehicle: Int32, _ time: Timestamp, _ isFound: Bool) {
        guard waiting.count < Self.mostWaiting else { return }
        waiting[vehicle] = Waiting(enteredAt: time, isFound: isFound)
        entries.insert(time, at: entries.partitioningIndex { $0 > time })
    }

    private mutating func moveEntry(from old: Timestamp, to new: Timestamp) {
        let index = entries.partitioningIndex { $0 >= old }
        if index < entries.count, entries[index] == old { entries.remove(at: index) }
        entries.insert(new, at: entries.partitioningIndex { $0 > new })
    }

    /// A seen vehicle is in none of the queue's zones any more.
    mutating func leave(_ vehicle: Int32, at time: Timestamp) {
        guard let known = waiting[vehicle], time >= known.enteredAt else { return }
        waiting[vehicle]?.leftAt = time
    }

    /// A seen vehicle is in the gate's own zone.
    mutating func reachGate(_ vehicle: Int32, at time: Timestamp) {
        guard let known = waiting[vehicle], time >= known.enteredAt else { return }
        if let leftAt = known.leftAt, time.seconds(since: leftAt) > Self.returnSeconds { return }
        cross(vehicle, known, at: time, event: 0)
    }

    /// A gate-in, of a seen vehicle where its number is given.
    mutating func pass(event: UInt64, plate: UInt64, vehicle: Int32?, at time: Timestamp) {
        guard passages.count < Self.mostPassages else { return }
        let isCounted = plate == 0 || !isNear(plate, time)
        passages.insert(
            Passage(at: time, event: event, plate: plate, isCounted: isCounted),
            at: passages.partitioningIndex { $0.at > time })
        if isCounted { counted.insert(time, at: counted.partitioningIndex { $0 > time }) }
        guard let vehicle else { return }
        if let known = waiting[vehicle], time >= known.enteredAt {
            cross(vehicle, known, at: time, event: event)
        } else if let index = crossings.lastIndex(where: { $0.vehicle == vehicle && $0.event == 0 }),
            time > crossings[index].enteredAt,
            abs(time.seconds(since: crossings[index].passedAt)) <= 2 * Self.returnSeconds
        {
            // The gate's own word of the moment is better than that of its position.
            crossings[index].passedAt = time
            crossings[index].event = event
        }
    }

    /// Takes a gate-in back.
    mutating func retract(event: UInt64) {
        guard let index = passages.lastIndex(where: { $0.event == event }) else { return }
        let passage = passages.remove(at: index)
        if passage.isCounted {
            uncount(passage.at)
            // The lorry's other box stands for it now.
            if passage.plate != 0, let other = nearIndex(passage.plate, passage.at) {
                passages[other].isCounted = true
                let time = passages[other].at
                counted.insert(time, at: counted.partitioningIndex { $0 > time })
            }
        }
        if let crossing = crossings.lastIndex(where: { $0.event == event }) {
            let gone = crossings.remove(at: crossing)
            if waiting[gone.vehicle] == nil {
                waiting[gone.vehicle] = Waiting(enteredAt: gone.enteredAt, isFound: gone.isFound)
            }
        }
    }

    /// A seen vehicle waits no more, and nothing says that it passed.
    mutating func giveUp(_ vehicle: Int32) { waiting[vehicle] = nil }

    private mutating func cross(_ vehicle: Int32, _ known: Waiting, at time: Timestamp, event: UInt64) {
        waiting[vehicle] = nil
        let crossing = Crossing(
            vehicle: vehicle, enteredAt: known.enteredAt, passedAt: time, isFound: known.isFound, event: event)
        crossings.insert(crossing, at: crossings.partitioningIndex { $0.enteredAt > known.enteredAt })
    }

    private func isNear(_ plate: UInt64, _ time: Timestamp) -> Bool {
        nearIndex(plate, time, isCounted: true) != nil
    }

    private func nearIndex(_ plate: UInt64, _ time: Timestamp, isCounted: Bool = false) -> Int? {
        let from = time.advanced(bySeconds: -Self.sameLorrySeconds)
        let to = time.advanced(bySeconds: Self.sameLorrySeconds)
        let first = passages.partitioningIndex { $0.at >= from }
        return passages[first...].prefix { $0.at <= to }.firstIndex {
            $0.plate == plate && $0.isCounted == isCounted
        }
    }

    private mutating func uncount(_ time: Timestamp) {
        let index = counted.partitioningIndex { $0 >= time }
        if index < counted.count, counted[index] == time { counted.remove(at: index) }
    }

    /// Drops what lies before the reach, and vehicles that left long ago.
    mutating func forget(before now: Timestamp) {
        let limit = now.advanced(bySeconds: -Self.reachSeconds)
        guard begins < limit else { return forgetLeft(now) }
        begins = limit
        passages.removeFirst(passages.partitioningIndex { $0.at >= limit })
        counted.removeFirst(counted.partitioningIndex { $0 >= limit })
        entries.removeFirst(entries.partitioningIndex { $0 >= limit })
        crossings.removeAll { $0.passedAt < limit }
        forgetLeft(now)
    }

    private mutating func forgetLeft(_ now: Timestamp) {
        for (vehicle, known) in waiting {
            if let leftAt = known.leftAt, now.seconds(since: leftAt) > 2 * Self.returnSeconds { waiting[vehicle] = nil }
        }
    }
}
