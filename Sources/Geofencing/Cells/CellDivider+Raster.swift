import Customs

extension CellDivider {
    /// Which cells of a block of 8 by 8 a zone holds wholly, and which its border may pass.
    ///
    /// - Parameter items: All that the cell of this block knows of the zone.
    func raster(_ items: ArraySlice<CellItem>, over block: CellBlock) -> (inside: UInt64, border: UInt64) {
        var inside: UInt64 = 0
        var border: UInt64 = 0
        var start = items.startIndex
        for index in items.indices where items[index].has(CellItem.Flag.endOfPart) {
            let part = items[start...index]
            start = index + 1
            switch part[part.startIndex].flags & CellItem.Flag.kind {
            case 0: inside = .max
            case ShapePart.Kind.edges.rawValue:
                let touched = cells(meeting: part, block)
                border |= touched
                inside |= fill(part, block, around: touched)
            default:
                let isDisc = part[part.startIndex].flags & CellItem.Flag.kind == ShapePart.Kind.disc.rawValue
                for index in part.lazy.flatMap(\.indices) {
                    forEachCell(round: index, isDisc: isDisc, block) { cell, isInside in
                        if isInside { inside |= 1 << UInt64(cell) } else { border |= 1 << UInt64(cell) }
                    }
                }
            }
        }
        return (inside, border & ~inside)
    }

    /// Cells without any edge that are inside; along a row all are the same until the next edge.
    private func fill(_ part: ArraySlice<CellItem>, _ block: CellBlock, around touched: UInt64) -> UInt64 {
        var inside: UInt64 = 0
        for row in 0..<8 {
            var known: Bool?
            for column in 0..<8 {
                let cell = row * 8 + column
                if touched >> UInt64(cell) & 1 != 0 {
                    known = nil
                    continue
                }
                let center = block.center(cell)
                let holds = known ?? (parity(part, center.x, center.y) != 0)
                known = holds
                if holds { inside |= 1 << UInt64(cell) }
            }
        }
        return inside
    }
}
