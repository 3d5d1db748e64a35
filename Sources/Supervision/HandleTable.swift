/// Values under numbers that are given once, dense: a number is a position, and reading one copies nothing.
struct HandleTable<Value: Sendable>: Sendable {
    /// What stands where a value was removed.
    private let vacant: Value
    /// The number of the first slot; those below were all removed.
    private var first: Int32 = 0
    private var slots: [Value] = []
    private var isPresent: [Bool] = []

    init(vacant: Value) { self.vacant = vacant }

    /// The number that `append` gives next.
    var nextHandle: Int32 { first + Int32(slots.count) }

    /// The numbers of all values, oldest first.
    var handles: [Int32] { isPresent.indices.filter { isPresent[$0] }.map { first + Int32($0) } }

    func contains(_ handle: Int32) -> Bool {
        handle >= first && handle < nextHandle && isPresent[Int(handle - first)]
    }

    mutating func append(_ value: Value) -> Int32 {
        slots.append(value)
        isPresent.append(true)
        return nextHandle - 1
    }

    /// The value under a number that was given and not forgotten; once removed, the vacant one.
    subscript(_ handle: Int32) -> Value {
        _read { yield slots[Int(handle - first)] }
        _modify { yield &slots[Int(handle - first)] }
    }

    /// Removes a value; the numbers of the others stay.
    mutating func remove(_ handle: Int32) {
        guard contains(handle) else { return }
        slots[Int(handle - first)] = vacant
        isPresent[Int(handle - first)] = false
        let kept = isPresent.firstIndex(of: true) ?? slots.count
        // Shifting costs as much as there are slots, so not one by one.
        guard kept == slots.count || kept > 1024 else { return }
        slots.removeFirst(kept)
        isPresent.removeFirst(kept)
        first += Int32(kept)
    }

    /// The same numbers with other values.
    func map<Other>(vacant: Other, _ transform: (Value) -> Other) -> HandleTable<Other> {
        var table = HandleTable<Other>(vacant: vacant)
        table.first = first
        table.isPresent = isPresent
        table.slots = zip(slots, isPresent).map { $1 ? transform($0) : vacant }
        return table
    }
}

extension HandleTable: Codable where Value: Codable {}
