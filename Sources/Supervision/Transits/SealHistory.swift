import Customs

/// A seal's recent evidence in its own order, with checkpoints: where late evidence is put in its place.
///
/// `base` is the state before `items[0]`, `middle` the one before `items[window]`, `head` the one after all. When two
/// windows are full the older one is let go. What comes from before `base` cannot be placed among the positions any more:
/// only what the seal says of itself is still looked at.
struct SealHistory: Codable, Sendable, Hashable {
    /// Items between checkpoints while a transit runs: at 30 s, half an hour to an hour can be folded again from memory.
    static let transitWindow = 64
    /// Without a transit too: one may be posted with a start in the past.
    static let idleWindow = 64
    /// More items than this are never kept.
    static let mostItems = 256

    private(set) var items: [Evidence] = []
    private(set) var base = SealFold()
    private(set) var middle: SealFold?
    private var middleIndex = 0
    private(set) var head = SealFold()

    /// What putting an item in its place did.
    struct Insertion: Sendable {
        /// The head only had to take one step.
        var isInOrder: Bool
        /// What happened at the edges of zones that was not known before.
        var zoneChanges: [ZoneTracker.Change]
    }

    /// Puts an item in its place.
    mutating func insert(_ item: Evidence, in world: World) -> Insertion {
        if items.last.map({ item.key >= $0.key }) ?? (item.key >= base.key) {
            items.append(item)
            let changes = head.fold(item, in: world)
            keepCheckpoints()
            return Insertion(isInOrder: true, zoneChanges: changes)
        }
        let known = head.zoneChanges
        let index = items.partitioningIndex { $0.key > item.key }
        items.insert(item, at: index)
        foldAgain(from: index, in: world)
        let found = head.zoneChanges.filter { !known.contains($0) }
        letGoOfOldest(in: world)
        return Insertion(isInOrder: false, zoneChanges: found)
    }

    /// Takes a gate event back out; `false` where it is too old to be found.
    mutating func remove(gateEvent: String, in world: World) -> Bool {
        guard let index = items.lastIndex(where: { $0.gateEvent == gateEvent }) else { return false }
        items.remove(at: index)
        foldAgain(from: index, in: world)
        return true
    }

    /// Folds again from the last checkpoint before the item at `index`.
    private mutating func foldAgain(from index: Int, in world: World) {
        if let middle, index >= middleIndex {
            head = middle
            for item in items[middleIndex...] { head.fold(item, in: world) }
            return
        }
        head = base
        middle = nil
        for item in items { head.fold(item, in: world) }
    }

    /// A backlog that comes newest first never is in order; it must not grow the history without bound.
    private mutating func letGoOfOldest(in world: World) {
        let excess = items.count - Self.mostItems
        guard excess > 0 else { return }
        let dropped = excess + Self.transitWindow
        for item in items.prefix(dropped) { base.fold(item, in: world) }
        items.removeFirst(dropped)
        let old = base.zoneChanges.count
        base.forget(zoneChanges: old, transitsEndedBefore: base.key.time)
        head.forget(zoneChanges: old, transitsEndedBefore: base.key.time)
        middle = nil
    }

    private mutating func keepCheckpoints() {
        let window = head.transits.isEmpty ? Self.idleWindow : Self.transitWindow
        if let middle, items.count - middleIndex >= window {
            items.removeFirst(middleIndex)
            // The middle's zone changes are the first of the head's.
            let old = middle.zoneChanges.count
            base = middle
            base.forget(zoneChanges: old, transitsEndedBefore: base.key.time)
            head.forget(zoneChanges: old, transitsEndedBefore: base.key.time)
            self.middle = head
            middleIndex = items.count
        } else if middle == nil, items.count >= window {
            middle = head
            middleIndex = items.count
        }
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
