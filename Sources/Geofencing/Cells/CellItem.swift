/// What a cell knows of one zone, or of one run of the zone's border: 16 bytes.
///
/// The items of a zone follow each other, its parts one after the other, and zones ascend by handle.
struct CellItem: BitwiseCopyable, Sendable {
    /// Bits of `flags`; the two lowest are the kind: 0 wholly inside, else `ShapePart.Kind`.
    enum Flag {
        static let kind: UInt32 = 3
        /// An odd number of edges that do not come near the cell lie to the east of it.
        static let base: UInt32 = 1 << 2
        /// The border goes on from the run's start (end) to the east of the cell, so that there the number changes.
        static let startToggles: UInt32 = 1 << 3
        static let endToggles: UInt32 = 1 << 4
        /// The run's start (end) is the northern end of its first (last) edge.
        static let startIsHigh: UInt32 = 1 << 5
        static let endIsHigh: UInt32 = 1 << 6
        static let endOfPart: UInt32 = 1 << 8
        static let endOfZone: UInt32 = 1 << 9
        static let endOfList: UInt32 = 1 << 10
    }

    var handle: Int32
    /// The run in the array of its kind.
    var first: Int32
    var count: Int32
    var flags: UInt32

    static func inside(_ handle: Int32) -> CellItem {
        CellItem(handle: handle, first: 0, count: 0, flags: Flag.endOfPart)
    }

    init(handle: Int32, first: Int32, count: Int32, flags: UInt32) {
        self.handle = handle
        self.first = first
        self.count = count
        self.flags = flags
    }

    @inline(__always) var isInside: Bool { flags & Flag.kind == 0 }
    @inline(__always) func has(_ flag: UInt32) -> Bool { flags & flag != 0 }
    var indices: Range<Int> { Int(first)..<Int(first) + Int(count) }
}

extension ZoneShapes {
    /// 1 where this item makes the place inside (for edges: where the item's crossings are odd), else 0.
    @inline(__always)
    func weigh(_ item: CellItem, _ x: Double, _ y: Double) -> UInt32 {
        switch item.flags & CellItem.Flag.kind {
        case ShapePart.Kind.edges.rawValue: return parity(item, x, y)
        case ShapePart.Kind.disc.rawValue: return discs[item.first].contains(x, y) ? 1 : 0
        case ShapePart.Kind.capsules.rawValue:
            var index = Int(item.first)
            let end = index + Int(item.count)
            while index < end {
                if capsules[index].contains(x, y) { return 1 }
                index += 1
            }
            return 0
        default: return 1
        }
    }

    @inline(__always)
    private func parity(_ item: CellItem, _ x: Double, _ y: Double) -> UInt32 {
        var crossings = (item.flags >> 2) & 1
        var index = Int(item.first)
        let end = index + Int(item.count)
        if item.has(CellItem.Flag.startToggles) {
            let edge = edges[index]
            crossings ^= (item.has(CellItem.Flag.startIsHigh) ? edge.highY : edge.lowY) <= y ? 1 : 0
        }
        if item.has(CellItem.Flag.endToggles) {
            let edge = edges[end - 1]
            crossings ^= (item.has(CellItem.Flag.endIsHigh) ? edge.highY : edge.lowY) <= y ? 1 : 0
        }
        while index < end {
            crossings ^= edges[index].crossings(eastOf: x, y)
            index += 1
        }
        return crossings
    }
}
