import Customs
import Synchronization

/// The newest points of every seal, in memory until they fill a block.
///
/// One thread writes, in two steps: `stage` appends a batch where readers do not look, and `publish` or `discard`
/// follows when the transaction has ended. Readers may come from any thread.
final class TrackTails: Sendable {
    struct Limits: Sendable {
        /// A tail of this many points becomes a block.
        var blockPoints = 512
        /// Over this many points in all tails (88 bytes each) the longest become shorter blocks.
        var points = 2_000_000
    }

    struct Tail {
        let seal: String
        /// How many points of the seal lie before the tail, in closed blocks.
        var firstOrdinal: Int64 = 0
        var points: [PackedPoint] = []
        var boots: [String] = []
        /// How many of `points` readers see; what follows is staged.
        var published = 0
        /// How many of `points` are in the file already, in an open block.
        var persisted = 0
        /// The ledger sequence of the newest published point, or of the newest in a block.
        var lastSequence: Int64 = .min

        init(seal: String) { self.seal = seal }
    }

    struct State {
        var slots: [String: Int] = [:]
        var tails: [Tail] = []
        /// Slots with staged points, each once.
        var touched: [Int] = []
        /// Slots whose tails are long enough for a block without a new point: only `restore` makes them.
        var overfull: Set<Int> = []
        /// Points in all tails, staged ones included.
        var count = 0
    }

    let limits: Limits
    let state = Mutex(State())

    init(limits: Limits = Limits()) { self.limits = limits }

    /// Takes up a seal as the file has it.
    func load(seal: String, firstOrdinal: Int64, lastSequence: Int64, open: TrackSegment?) {
        state.withLock { state in
            let slot = state.slot(of: seal)
            state.tails[slot].firstOrdinal = firstOrdinal
            state.tails[slot].lastSequence = lastSequence
            guard let open else { return }
            state.tails[slot].points = open.points
            state.tails[slot].boots = open.boots
            state.tails[slot].published = open.points.count
            state.tails[slot].persisted = open.points.count
            state.count += open.points.count
        }
    }

    /// Appends the reports among `effects` that the file does not have, for all to see.
    func restore(_ effects: [Effect]) {
        state.withLock { state in
            for effect in effects {
                guard case .report(let stored) = effect.kind else { continue }
                let slot = state.slot(of: stored.report.seal)
                guard stored.ordinal > state.tails[slot].lastSequence else { continue }
                state.append(stored, sequence: stored.ordinal, to: slot)
                state.tails[slot].publish()
                if state.tails[slot].points.count >= limits.blockPoints { state.overfull.insert(slot) }
            }
        }
    }

    /// Appends the reports of a batch, unseen until `publish`, and hands each to `also`.
    func stage(_ effects: [Effect], also: (StoredReport) -> Void) {
        state.withLock { state in
            for effect in effects {
                guard case .report(let stored) = effect.kind else { continue }
                let slot = state.slot(of: stored.report.seal)
                if state.tails[slot].points.count == state.tails[slot].published { state.touched.append(slot) }
                state.append(stored, sequence: stored.ordinal, to: slot)
                also(stored)
            }
        }
    }

    /// The staged points are in the file or journal: shows them, and drops what became closed blocks.
    func publish(_ plan: TrackPlan) {
        state.withLock { state in
            for slot in state.touched { state.tails[slot].publish() }
            state.touched.removeAll(keepingCapacity: true)
            for block in plan.closed {
                state.tails[block.slot].drop(block.segment.points.count)
                state.count -= block.segment.points.count
                state.overfull.remove(block.slot)
            }
            for block in plan.open { state.tails[block.slot].persisted = block.segment.points.count }
        }
    }

    /// The transaction failed: everything is as before `stage`.
    func discard() {
        state.withLock { state in
            for slot in state.touched {
                let staged = state.tails[slot].points.count - state.tails[slot].published
                state.tails[slot].points.removeLast(staged)
                state.count -= staged
            }
            state.touched.removeAll(keepingCapacity: true)
        }
    }

    /// What readers see of a seal's tail; `nil` for a seal never heard of.
    func segment(of seal: String) -> TrackSegment? {
        state.withLock { state in
            guard let slot = state.slots[seal] else { return nil }
            let tail = state.tails[slot]
            return TrackSegment(
                seal: seal, firstOrdinal: tail.firstOrdinal, points: Array(tail.points.prefix(tail.published)),
                boots: tail.boots)
        }
    }

    /// All points ever stored, in blocks and tails.
    var totalPoints: Int {
        state.withLock { $0.tails.reduce(0) { $0 + Int($1.firstOrdinal) + $1.published } }
    }
}

extension TrackTails.State {
    /// The seal's place among the tails, made where it is new; an empty tail does no harm.
    @inline(__always)
    mutating func slot(of seal: String) -> Int {
        if let slot = slots[seal] { return slot }
        tails.append(TrackTails.Tail(seal: seal))
        slots[seal] = tails.count - 1
        return tails.count - 1
    }

    @inline(__always)
    mutating func append(_ stored: StoredReport, sequence: Int64, to slot: Int) {
        let boot = tails[slot].boots.number(of: stored.report.boot)
        tails[slot].points.append(PackedPoint(TrackPoint(stored, ordinal: sequence), boot: boot))
        count += 1
    }
}

extension TrackTails.Tail {
    mutating func publish() {
        published = points.count
        if let last = points.last { lastSequence = max(lastSequence, last.ordinal) }
    }

    /// Drops the oldest points; the boots that only they used go too, so that a tail's boots stay few.
    mutating func drop(_ count: Int) {
        let old = boots
        boots = []
        points = points.dropFirst(count).map { point in
            var point = point
            point.boot = boots.number(of: old[Int(point.boot)])
            return point
        }
        firstOrdinal += Int64(count)
        published = points.count
        persisted = 0
    }
}
