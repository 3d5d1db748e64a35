import Customs
import Geofencing

/// A seal's recent evidence in its own order, with checkpoints: where late evidence is put in its place.
///
/// `base` is the state before the log, `middle` one within it, `head` the one after all. When the log outgrows its limit the
/// older part is let go. What comes from before `base` cannot be placed among the positions any more: only what the seal
/// says of itself is still looked at.
struct SealHistory: Codable, Sendable, Hashable {
    /// Bytes of evidence that are always kept: at 30 s, nearly half an hour.
    static let leastBytes = 640
    /// At 30 s, a day and more.
    static let mostBytes = 48 << 10
    /// With less room than this, tens of thousands of seals share the memory: a second checkpoint would take as much as the
    /// evidence. What is let go is folded once more instead.
    static let roomyBytes = 4096

    private var log = EvidenceLog()
    private var boxedBase = Boxed(SealFold())
    private var boxedMiddle: Boxed<Checkpoint>?
    private(set) var head = SealFold()
    /// The paces of transits that were let go, until they are learned from.
    private(set) var leftPaces: [LeftPace] = []
    /// A seal has no more transits in a day.
    private static let mostLeftPaces = 16

    private struct Checkpoint: Codable, Sendable, Hashable {
        var mark: EvidenceLog.Mark
        var fold: SealFold
    }

    /// A transit's pace that outlived its fold.
    struct LeftPace: Codable, Sendable, Hashable {
        var transit: Int32
        var pace: PaceRecord
    }

    private var base: SealFold {
        get { boxedBase.value }
        set { boxedBase = Boxed(newValue) }
    }
    private var middle: Checkpoint? {
        get { boxedMiddle?.value }
        set { boxedMiddle = newValue.map(Boxed.init) }
    }

    /// What putting an item in its place did.
    struct Insertion: Sendable {
        /// The head only had to take one step.
        var isInOrder: Bool
        /// What happened at the edges of zones that was not known before.
        var zoneChanges: [ZoneTracker.Change]
        /// Its fix contradicts what is known of the seal.
        var isSuspect: Bool
    }

    /// The report with the number, where it is still kept.
    func report(sequence: Int64, tie: UInt32) -> Evidence? {
        log.items().last { $0.kind == .report && $0.sequence == sequence && $0.tie == tie }
    }

    /// After what an item would be folded that comes too late for its own place; `nil` where it is in time.
    func placeOfLate(_ item: Evidence) -> EvidenceOrder? { item.order < base.order ? base.order : nil }

    /// The zones are others now, also for what is folded again.
    mutating func zonesChanged(_ zones: ZoneIndex) {
        if !head.tracker.inside.isEmpty { head.zonesChanged(zones) }
        if !boxedBase.value.tracker.inside.isEmpty { base.zonesChanged(zones) }
        if let inside = boxedMiddle?.value.fold.tracker.inside, !inside.isEmpty { middle?.fold.zonesChanged(zones) }
    }

    /// Puts an item in its place.
    ///
    /// - Parameter limit: bytes of evidence to keep.
    mutating func insert(_ item: Evidence, limit: Int, in world: World) -> Insertion {
        if item.order >= head.order {
            log.append(item)
            let step = head.fold(item, in: world)
            keepCheckpoints(limit, in: world)
            return Insertion(isInOrder: true, zoneChanges: step.changes, isSuspect: step.isSuspect)
        }
        if item.order < base.order {
            // Too late to be put among the positions; what it says of itself still counts.
            let known = head.zoneChanges
            base.fold(item, in: world)
            middle = nil
            let step = head.fold(item, in: world)
            return Insertion(
                isInOrder: false, zoneChanges: head.zoneChanges.filter { !known.contains($0) },
                isSuspect: step.isSuspect)
        }
        return insertLate(item, limit: limit, in: world)
    }

    /// Takes a gate event back out; `false` where it is too old to be found.
    mutating func remove(gateEvent: String, in world: World) -> Bool {
        var items = log.items()
        guard let index = items.lastIndex(where: { $0.gateEvent == gateEvent }) else { return false }
        items.remove(at: index)
        log.replace(from: log.start, with: items)
        middle = nil
        head = base
        for item in items { head.fold(item, in: world) }
        return true
    }

    private mutating func insertLate(_ item: Evidence, limit: Int, in world: World) -> Insertion {
        let known = head.zoneChanges
        // A backlog comes oldest first: what follows is put right behind this, and folded from there.
        let isBehindMiddle = middle.map { item.order > $0.fold.order } ?? false
        let start = isBehindMiddle ? middle?.mark ?? log.start : log.start
        var fold = isBehindMiddle ? middle?.fold ?? base : base
        var items = log.items(from: start)
        let index = items.partitioningIndex { $0.order > item.order }
        items.insert(item, at: index)
        for item in items[..<index] { fold.fold(item, in: world) }
        let step = fold.fold(item, in: world)
        log.replace(from: start, with: Array(items[...index]))
        middle = Checkpoint(mark: log.end, fold: fold)
        for item in items[(index + 1)...] {
            log.append(item)
            fold.fold(item, in: world)
        }
        head = fold
        if log.bytes.count > limit { letGoOfOldest(limit, in: world) }
        return Insertion(
            isInOrder: false, zoneChanges: head.zoneChanges.filter { !known.contains($0) },
            isSuspect: step.isSuspect)
    }

    private mutating func keepCheckpoints(_ limit: Int, in world: World) {
        guard log.bytes.count > limit / 2 else { return }
        if limit < Self.roomyBytes {
            if log.bytes.count > limit { letGoOfOldest(limit, in: world) }
            return
        }
        guard boxedMiddle != nil else {
            middle = Checkpoint(mark: log.end, fold: head)
            return
        }
        guard log.bytes.count > limit, let middle else { return }
        if middle.mark.offset <= limit * 3 / 4 {
            drop(before: middle)
            self.middle = Checkpoint(mark: log.end, fold: head)
        } else {
            letGoOfOldest(limit, in: world)
        }
    }

    /// The checkpoint stands where evidence came late: the older half is folded into the base.
    private mutating func letGoOfOldest(_ limit: Int, in world: World) {
        let excess = log.bytes.count - limit / 2
        let items = log.items()
        var rest = EvidenceLog()
        let share = Double(excess) / Double(log.bytes.count)
        let dropped = min(items.count - 1, Int(Double(items.count) * share) + 1)
        var fold = base
        for item in items[..<dropped] { fold.fold(item, in: world) }
        base = fold
        for item in items[dropped...] { rest.append(item) }
        log = rest
        middle = nil
        forgetOldChanges()
    }

    private mutating func drop(before checkpoint: Checkpoint) {
        log.drop(before: checkpoint.mark)
        base = checkpoint.fold
        forgetOldChanges()
    }

    /// What the transits that are let go leave to those after them.
    private mutating func leavePaces() {
        for fold in base.transits where fold.road.pace.isUseful {
            guard let endedAt = fold.endedAt, endedAt < base.order.time else { continue }
            leftPaces.append(LeftPace(transit: fold.handle, pace: fold.road.pace))
        }
        if leftPaces.count > Self.mostLeftPaces { leftPaces.removeFirst(leftPaces.count - Self.mostLeftPaces) }
    }

    /// Drops the paces that were learned from.
    mutating func forgetPaces(finishedBefore time: Timestamp) {
        leftPaces.removeAll { $0.pace.finishedAt < time }
    }

    /// The base's zone changes are the first of the head's, and published long ago.
    private mutating func forgetOldChanges() {
        leavePaces()
        var fold = base
        let old = fold.zoneChanges.count
        fold.forget(zoneChanges: old, transitsEndedBefore: fold.order.time)
        head.forget(zoneChanges: old, transitsEndedBefore: fold.order.time)
        base = fold
    }
}

extension Array {
    /// The first index whose element satisfies the predicate, which must hold for all after it too.
    func partitioningIndex(where belongsInSecond: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
