/// What a cell knows of one zone, for each of the 8 by 8 smaller cells it consists of: 32 bytes.
///
/// Nearly every place is decided by two bits of it; only beside the border the geometry is asked. The rasters of a
/// cell follow each other, by zone.
struct CellRaster: BitwiseCopyable, Sendable {
    /// Smaller cells wholly inside the zone, row by row from the south-western one.
    var inside: UInt64
    /// Smaller cells that the zone's border may pass.
    var border: UInt64
    /// The zone's only item in this cell; where it has several, `first` is the first one's place among all items.
    var item: CellItem

    /// The place of a smaller cell's bit, by the column and row of the finest cells and their shifts to smaller ones.
    @inline(__always)
    static func bit(_ column: Int, _ row: Int, _ shift: Int) -> UInt64 {
        UInt64(((row &>> shift) & 7) &<< 3 | (column &>> shift) & 7)
    }

    @inline(__always) var isSingle: Bool { item.has(CellItem.Flag.endOfZone) }
}
