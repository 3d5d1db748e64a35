import Customs

/// Which zones hold the places of each cell, or which of their edges decide it.
///
/// Root cells lead to nodes of 64 by 64 cells. A node keeps one bit a cell: clear where the cell is as most of the
/// node is (its background), so that empty country costs one load from a small table. Set bits are counted to find
/// the cell's entry: a list of items, rasters where borders pass, or a subnode of 8 by 8 smaller cells where they are
/// dense. Built once, read by many.
final class CellTable: Sendable {
    struct Root: BitwiseCopyable, Sendable {
        /// 0, a node without any bits, where the whole cell is background.
        var node: Int32 = 0
        var background: UInt32 = 0
    }

    /// A cell cut in 8 by 8.
    struct Subnode: BitwiseCopyable, Sendable {
        var bits: UInt64
        var start: UInt32
        var background: UInt32
        /// The list of the cell as if it were not cut.
        var whole: UInt32
    }

    /// Marks an entry that is a subnode, and one that is the place of a cell's first raster.
    ///
    /// All others are starts of lists in `items`: 0 the empty one, 1 to the number of zones that zone alone.
    static let subnodeMark: UInt32 = 1 << 31
    static let rasterMark: UInt32 = 1 << 30
    /// A raster entry's place and, above it, how many rasters follow the first.
    static let rasterIndex: UInt32 = (1 << 27) - 1
    static let rasterCountShift: UInt32 = 27
    static let wordsPerNode = 64 * 64 / 32

    let roots: FrozenArray<Root>
    /// Each has the bits of 32 cells of a row, and above them where their entries start.
    let words: FrozenArray<UInt64>
    let entries: FrozenArray<UInt32>
    let subnodes: FrozenArray<Subnode>
    let rasters: FrozenArray<CellRaster>
    /// For each raster its cell's list.
    let rasterLists: FrozenArray<UInt32>
    let items: FrozenArray<CellItem>

    init(_ shapes: ZoneShapes) {
        var builder = CellTableBuilder(shapes)
        builder.build()
        roots = FrozenArray(builder.roots)
        words = FrozenArray(builder.words)
        entries = FrozenArray(builder.entries)
        subnodes = FrozenArray(builder.subnodes)
        rasters = FrozenArray(builder.rasters)
        rasterLists = FrozenArray(builder.rasterLists)
        items = FrozenArray(builder.items)
    }

    deinit {
        roots.free()
        words.free()
        entries.free()
        subnodes.free()
        rasters.free()
        rasterLists.free()
        items.free()
    }

    var byteCount: Int {
        roots.byteCount + words.byteCount + entries.byteCount + subnodes.byteCount + rasters.byteCount
            + rasterLists.byteCount + items.byteCount
    }

    /// The finest cell of a place; the longitude lies in -180..<180, the latitude in -90...90.
    @inline(__always)
    static func finestCell(_ x: Double, _ y: Double) -> (column: Int, row: Int) {
        // The last of each also takes what rounding or the pole itself would put beyond it.
        (
            Int(min(floor((x + 180) * CellGrid.finestPerDegree), Int32(CellGrid.finestColumns - 1))),
            Int(min(floor((y + 90) * CellGrid.finestPerDegree), Int32(CellGrid.finestRows - 1)))
        )
    }

    /// The whole part of a number from 0 to 2^31, by its bits: a conversion would check for numbers that cannot occur.
    ///
    /// The sum with 2^32 keeps 20 bits of the fraction; what that rounds up is less than the cells' margin.
    @inline(__always)
    private static func floor(_ number: Double) -> Int32 {
        Int32(truncatingIfNeeded: (number + 4_294_967_296).bitPattern &>> 20)
    }

    /// The list for a place; the longitude lies in -180..<180, the latitude in -90...90.
    func list(_ x: Double, _ y: Double) -> UInt32 {
        let (column, row) = Self.finestCell(x, y)
        let entry = entry(column >> CellGrid.finestShift, row >> CellGrid.finestShift)
        return wholeList(entry & Self.subnodeMark == 0 ? entry : self.entry(below: entry, column, row).entry)
    }

    /// The entry of a cell by its column from the antimeridian and its row from the south pole.
    @inline(__always)
    func entry(_ column: Int, _ row: Int) -> UInt32 {
        let (word, background) = word(column, row)
        guard (word &>> UInt64(column & 31)) & 1 != 0 else { return background }
        return entries[Self.slot(word, column)]
    }

    /// The word with the cell's bit, and the entry where it is clear.
    @inline(__always)
    func word(_ column: Int, _ row: Int) -> (UInt64, background: UInt32) {
        let root = roots[(row &>> CellGrid.rootShift) &* CellGrid.rootColumns &+ column &>> CellGrid.rootShift]
        let word = Int(root.node) &* Self.wordsPerNode &+ (row & 63) &<< 1 &+ (column &>> 5) & 1
        return (words[word], root.background)
    }

    /// Where in `entries` the entry of a cell stands whose bit is set.
    @inline(__always)
    static func slot(_ word: UInt64, _ column: Int) -> Int {
        let before = UInt32(truncatingIfNeeded: word) & ((1 &<< UInt32(column & 31)) &- 1)
        return Int(word &>> 32) &+ before.nonzeroBitCount
    }

    /// The list of a cell that is cut further, as if it were not.
    @inline(__always)
    func wholeList(_ entry: UInt32) -> UInt32 {
        if entry & Self.subnodeMark != 0 { return subnodes[Int(entry & ~Self.subnodeMark)].whole }
        return entry & Self.rasterMark == 0 ? entry : rasterLists[Int(entry & Self.rasterIndex)]
    }

    /// The entry of the smallest cell below a subnode, and how many shifts lead from a finest cell to a cell of it.
    @inline(never)
    func entry(below entry: UInt32, _ column: Int, _ row: Int) -> (entry: UInt32, shift: Int) {
        var entry = entry
        var shift = CellGrid.finestShift
        while entry & Self.subnodeMark != 0 {
            shift -= CellGrid.subShift
            let subnode = subnodes[Int(entry & ~Self.subnodeMark)]
            let bit = UInt64(1) &<< CellRaster.bit(column, row, shift)
            guard subnode.bits & bit != 0 else { return (subnode.background, shift) }
            entry = entries[Int(subnode.start) + (subnode.bits & (bit &- 1)).nonzeroBitCount]
        }
        return (entry, shift)
    }
}
