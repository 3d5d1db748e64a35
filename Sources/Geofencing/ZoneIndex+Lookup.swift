import Customs

extension ZoneIndex {
    /// Calls with the zones that hold the place of a cell whose entry is not 0, ascending, until one answers false.
    @inline(__always)
    func forEachZone(
        _ entry: UInt32, _ cell: (column: Int, row: Int), _ x: Double, _ y: Double, _ body: (Handle) -> Bool
    ) {
        var entry = entry
        var shift = CellGrid.finestShift
        if entry & CellTable.subnodeMark != 0 {
            (entry, shift) = table.entry(below: entry, cell.column, cell.row)
        }
        guard entry & CellTable.rasterMark != 0 else {
            if entry != 0 { table.forEachZone(ofList: entry, shapes, x, y, body) }
            return
        }
        let bit = CellRaster.bit(cell.column, cell.row, shift &- CellGrid.subShift)
        var index = Int(entry & CellTable.rasterIndex)
        // Known before any raster is loaded, so that a wrong guess is noticed early.
        let last = index &+ Int((entry & ~CellTable.rasterMark) >> CellTable.rasterCountShift)
        while true {
            let raster = table.rasters[index]
            var isHeld = (raster.inside &>> bit) & 1 != 0
            if (raster.border &>> bit) & 1 != 0 { isHeld = table.holdsBesideBorder(raster, shapes, x, y) }
            if isHeld, !body(raster.item.handle) { return }
            if index == last { return }
            index &+= 1
        }
    }
}
