import Customs

extension CellTable {
    /// Calls with the zones of a list that hold the place, ascending, until one answers false.
    @inline(__always)
    func forEachZone(
        ofList list: UInt32, _ shapes: ZoneShapes, _ x: Double, _ y: Double, _ body: (Int32) -> Bool
    ) {
        var index = Int(list)
        var isHeld: UInt32 = 0
        var weight: UInt32 = 0
        while true {
            let item = items[index]
            // Only edges come in several items a part; their crossings add up to the part's.
            weight ^= shapes.weigh(item, x, y)
            if item.has(CellItem.Flag.endOfPart) {
                isHeld |= weight
                weight = 0
                if item.has(CellItem.Flag.endOfZone) {
                    if isHeld != 0, !body(item.handle) { return }
                    isHeld = 0
                    if item.has(CellItem.Flag.endOfList) { return }
                }
            }
            index += 1
        }
    }

    /// Whether the zone of a raster holds a place that its border may pass near.
    @inline(never)
    func holdsBesideBorder(_ raster: CellRaster, _ shapes: ZoneShapes, _ x: Double, _ y: Double) -> Bool {
        if raster.isSingle { return shapes.weigh(raster.item, x, y) != 0 }
        var index = Int(raster.item.first)
        var weight: UInt32 = 0
        while true {
            let item = items[index]
            weight ^= shapes.weigh(item, x, y)
            if item.has(CellItem.Flag.endOfPart) {
                if weight != 0 { return true }
                weight = 0
                if item.has(CellItem.Flag.endOfZone) { return false }
            }
            index += 1
        }
    }
}
