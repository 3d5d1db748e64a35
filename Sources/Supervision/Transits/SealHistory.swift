import Customs

/// A seal's recent evidence in its own order, with checkpoints: where late evidence is put in its place.
///
/// `base` is the state before `items[0]`, `middle` the one before `items[window]`, `head` the one after all. When two
/// windows are full the older one is let go. What comes from before `base` cannot be placed among the positions any more:
/// only what the seal says of itself is still looked at.
struct SealHistory: Codable, Sendable, Hashable {
    /// Items between checkpoints while a transit runs: at 30 s, half an hour to an hour can be folded again from memory.
    static let transitWindow = 64
    static let idleWindow = 8

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
        let index = item.key < base.key ? 0 : items.partitioningIndex { $0.key > item.key }
        items.insert(item, at: index)
        foldAgain(in: world)
        return Insertion(isInOrder: false, zoneChanges: head.zoneChanges.filter { !known.contains($0) })
    }

    /// Takes a gate event back out; `false` where it is too old to be found.
    mutating func remove(gateEvent: String, in world: World) -> Bool {
        guard let index = items.lastIndex(where: { $0.gateEvent == gateEvent }) else { return false }
        items.remove(at: index)
        foldAgain(in: world)
        return true
    }

    private mutating func foldAgain(in world: World) {
        head = base
        middle = nil
        for item in items { head.fold(item, in: world) }
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
