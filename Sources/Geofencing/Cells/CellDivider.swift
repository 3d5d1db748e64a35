import Customs

/// Shares what one cell knows of zones out among the smaller cells it is cut into. Lives while a table is built.
final class CellDivider {
    let shapes: ZoneShapes
    /// Which run of the dividing last met a cell, so that nothing needs clearing.
    private var stamps: ContiguousArray<UInt32>
    private var stamp: UInt32 = 0
    /// Cell in the upper half, index of an edge or capsule in the lower.
    private var pairs: ContiguousArray<UInt64> = []

    init(_ shapes: ZoneShapes) {
        self.shapes = shapes
        stamps = ContiguousArray(repeating: 0, count: CellGrid.rootColumns * CellGrid.rootRows)
    }

    /// Shares a whole part out among the root cells.
    func divide(part index: Int, into cells: inout [[CellItem]]) {
        let part = shapes.parts[index]
        var items: [CellItem] = []
        switch part.kind {
        case .edges:
            var first = Int(part.first)
            for edge in part.indices.dropFirst() where shapes.edgeEnds[edge].startsRing {
                items.append(run(part.kind, part.zone, first..<edge))
                first = edge
            }
            items.append(run(part.kind, part.zone, first..<part.indices.upperBound))
        case .disc, .capsules: items.append(run(part.kind, part.zone, part.indices))
        }
        items[items.count - 1].flags |= CellItem.Flag.endOfPart
        divide(part: items[...], over: .world, into: &cells)
    }

    /// Shares a cell's list out among the cells of the block that divides it.
    func divide(_ list: [CellItem], over block: CellBlock, into cells: inout [[CellItem]]) {
        var start = 0
        for index in list.indices where list[index].has(CellItem.Flag.endOfPart) {
            divide(part: list[start...index], over: block, into: &cells)
            start = index + 1
        }
    }

    private func divide(
        part: ArraySlice<CellItem>, over block: CellBlock, into cells: inout [[CellItem]]
    ) {
        guard let first = part.first else { return }
        switch first.flags & CellItem.Flag.kind {
        case 0:
            for cell in cells.indices { cells[cell].append(.inside(first.handle)) }
        case ShapePart.Kind.edges.rawValue: divide(edges: part, over: block, into: &cells)
        default: divide(round: part, over: block, into: &cells)
        }
    }

    private func run(_ kind: ShapePart.Kind, _ handle: Int32, _ indices: Range<Int>) -> CellItem {
        CellItem(
            handle: handle, first: Int32(indices.lowerBound), count: Int32(indices.count), flags: kind.rawValue)
    }

    // MARK: Polygons

    private func divide(
        edges part: ArraySlice<CellItem>, over block: CellBlock, into cells: inout [[CellItem]]
    ) {
        pairs.removeAll(keepingCapacity: true)
        for item in part { for edge in item.indices { meet(edge, block) } }
        let touched = sharePairs(.edges, into: &cells) { cell, runs in finish(runs, cell, block, part) }
        fill(part, block, touched, &cells)
    }

    /// Notes every cell that the edge touches.
    private func meet(_ index: Int, _ block: CellBlock) {
        let edge = shapes.edges[index]
        let highX = shapes.edgeEnds[index].highX
        let west = min(edge.lowX, highX)
        let east = max(edge.lowX, highX)
        let margin = CellGrid.margin
        for row in block.rows(from: edge.lowY, to: edge.highY) {
            let south = block.south + Double(row) * block.cellSize - margin
            let low = max(edge.lowY, south)
            let high = min(edge.highY, south + block.cellSize + 2 * margin)
            let isLevel = edge.highY <= edge.lowY
            let a = isLevel ? west : max(west, min(east, edge.x(at: low)))
            let b = isLevel ? east : max(west, min(east, edge.x(at: high)))
            for column in block.columns(from: min(a, b), to: max(a, b)) {
                pairs.append(UInt64(row * block.columns + column) << 32 | UInt64(index))
            }
        }
    }

    /// The cells of a block of 8 by 8 that any of the part's edges touches, one bit each.
    func cells(meeting part: ArraySlice<CellItem>, _ block: CellBlock) -> UInt64 {
        pairs.removeAll(keepingCapacity: true)
        for item in part { for edge in item.indices { meet(edge, block) } }
        return pairs.reduce(0) { $0 | 1 << ($1 >> 32) }
    }

    /// Groups the noted pairs by cell and into runs of neighbours; returns the stamp those cells now carry.
    private func sharePairs(
        _ kind: ShapePart.Kind, into cells: inout [[CellItem]], _ finish: (Int, [Range<Int>]) -> [CellItem]
    ) -> UInt32 {
        stamp += 1
        pairs.sort()
        var position = 0
        while position < pairs.count {
            let cell = Int(pairs[position] >> 32)
            var runs: [Range<Int>] = []
            while position < pairs.count, Int(pairs[position] >> 32) == cell {
                let index = Int(pairs[position] & 0xffff_ffff)
                if let last = runs.last, last.upperBound == index,
                    kind != .edges || !shapes.edgeEnds[index].startsRing
                {
                    runs[runs.count - 1] = last.lowerBound..<index + 1
                } else {
                    runs.append(index..<index + 1)
                }
                position += 1
            }
            stamps[cell] = stamp
            cells[cell].append(contentsOf: finish(cell, runs))
        }
        return stamp
    }

    /// The items of one cell for runs of edges, with the parity of everything else to the east worked out.
    private func finish(
        _ runs: [Range<Int>], _ cell: Int, _ block: CellBlock, _ part: ArraySlice<CellItem>
    ) -> [CellItem] {
        let east = block.east(ofCell: cell)
        var items = runs.map { indices -> CellItem in
            var item = run(.edges, part[part.startIndex].handle, indices)
            let last = indices.upperBound - 1
            if shapes.startVertex(indices.lowerBound).x > east { item.flags |= CellItem.Flag.startToggles }
            if shapes.endVertex(last).x > east { item.flags |= CellItem.Flag.endToggles }
            if shapes.edgeEnds[indices.lowerBound].isDescending { item.flags |= CellItem.Flag.startIsHigh }
            if !shapes.edgeEnds[last].isDescending { item.flags |= CellItem.Flag.endIsHigh }
            return item
        }
        items[items.count - 1].flags |= CellItem.Flag.endOfPart
        let center = block.center(cell)
        let wanted = parity(part, center.x, center.y)
        if parity(items[...], center.x, center.y) != wanted { items[0].flags |= CellItem.Flag.base }
        return items
    }

    func parity(_ items: ArraySlice<CellItem>, _ x: Double, _ y: Double) -> UInt32 {
        items.reduce(0) { $0 ^ shapes.weigh($1, x, y) }
    }

    /// Cells without any edge are wholly inside or outside, and along a row the same until the next edge.
    private func fill(
        _ part: ArraySlice<CellItem>, _ block: CellBlock, _ touched: UInt32, _ cells: inout [[CellItem]]
    ) {
        var west = Double.infinity
        var east = -Double.infinity
        var south = Double.infinity
        var north = -Double.infinity
        for index in part.lazy.flatMap(\.indices) {
            let edge = shapes.edges[index]
            west = min(west, edge.lowX, shapes.edgeEnds[index].highX)
            east = max(east, edge.lowX, shapes.edgeEnds[index].highX)
            south = min(south, edge.lowY)
            north = max(north, edge.highY)
        }
        // Only the world sees whole rings; elsewhere the border may go on outside of what this block knows.
        let isWorld = block.columns == CellGrid.rootColumns
        let rows = isWorld ? block.rows(from: south, to: north) : 0..<block.rows
        let columns = isWorld ? block.columns(from: west, to: east) : 0..<block.columns
        for row in rows {
            var isInside: Bool?
            for column in columns {
                let cell = row * block.columns + column
                if stamps[cell] == touched {
                    isInside = nil
                    continue
                }
                let holds: Bool
                if let known = isInside {
                    holds = known
                } else {
                    let center = block.center(cell)
                    holds = parity(part, center.x, center.y) != 0
                }
                isInside = holds
                if holds { cells[cell].append(.inside(part[part.startIndex].handle)) }
            }
        }
    }

    // MARK: Circles and corridors

    private func divide(
        round part: ArraySlice<CellItem>, over block: CellBlock, into cells: inout [[CellItem]]
    ) {
        guard let item = part.first else { return }
        let isDisc = item.flags & CellItem.Flag.kind == ShapePart.Kind.disc.rawValue
        pairs.removeAll(keepingCapacity: true)
        stamp += 1
        let inside = stamp
        for index in part.lazy.flatMap(\.indices) {
            meet(round: index, isDisc: isDisc, block, inside, &cells, item.handle)
        }
        // A cell wholly in one piece needs no others.
        pairs.removeAll { stamps[Int($0 >> 32)] == inside }
        let handle = item.handle
        let kind: ShapePart.Kind = isDisc ? .disc : .capsules
        _ = sharePairs(kind, into: &cells) { _, runs in
            // Each run is a part of its own: one of them suffices to hold a place.
            runs.map { indices in
                var item = run(kind, handle, indices)
                item.flags |= CellItem.Flag.endOfPart
                return item
            }
        }
    }

    private func meet(
        round index: Int, isDisc: Bool, _ block: CellBlock, _ inside: UInt32, _ cells: inout [[CellItem]],
        _ handle: Int32
    ) {
        forEachCell(round: index, isDisc: isDisc, block) { cell, isInside in
            if stamps[cell] == inside { return }
            if isInside {
                stamps[cell] = inside
                cells[cell].append(.inside(handle))
            } else {
                pairs.append(UInt64(cell) << 32 | UInt64(index))
            }
        }
    }

    /// Calls with every cell that a disc or capsule holds wholly or may touch, and whether it is the former.
    func forEachCell(round index: Int, isDisc: Bool, _ block: CellBlock, _ body: (Int, Bool) -> Void) {
        let box = isDisc ? shapes.discs[index].bounds : shapes.capsules[index].bounds
        let radius = isDisc ? shapes.discs[index].radiusMeters : shapes.capsules[index].radiusMeters
        let metersEast =
            (isDisc ? shapes.discs[index].plane : shapes.capsules[index].plane).metersPerDegreeEast
        let width = block.cellSize * metersEast
        let height = block.cellSize * Geodesy.metersPerDegree
        // Half of a cell's diagonal, and a millimetre against rounding.
        let reach = (width * width + height * height).squareRoot() / 2 + 0.001
        let columns = columns(box, block)
        for row in block.rows(from: box.south, to: box.north) {
            for column in columns {
                let cell = row * block.columns + column
                let center = block.center(cell)
                let distance =
                    (isDisc
                    ? shapes.discs[index].squaredMeters(center.x, center.y)
                    : shapes.capsules[index].squaredMeters(center.x, center.y)).squareRoot()
                if distance <= radius + reach { body(cell, distance < radius - reach) }
            }
        }
    }

    /// The block's columns that the box may touch, round the world where need be.
    private func columns(_ box: BoundingBox, _ block: CellBlock) -> [Int] {
        if box.width > 170 { return Array(0..<block.columns) }
        if block.columns == CellGrid.rootColumns {
            let first = Int((Geodesy.wrapped(box.west) + 180) / block.cellSize) - 1
            let count = min(block.columns, Int(box.width / block.cellSize) + 4)
            return (0..<count).map { (first + $0 + block.columns) % block.columns }
        }
        let west = block.west + Geodesy.wrapped(box.west - block.west)
        return Array(block.columns(from: west, to: west + box.width))
    }
}

extension Disc {
    /// A little wider than the circle, so that rounding never cuts off its edge.
    var bounds: BoundingBox {
        BoundingBox(plane.origin, plane.origin).expanded(byMeters: radiusMeters * 1.001)
    }
}

extension Capsule {
    /// A little wider than the capsule, so that rounding never cuts off its edge.
    var bounds: BoundingBox {
        BoundingBox(plane.origin, place(at: 1)).expanded(byMeters: radiusMeters * 1.001)
    }
}
