import Customs

/// Divides the world into cells until each knows few edges.
struct CellTableBuilder {
    private(set) var roots = ContiguousArray(
        repeating: CellTable.Root(), count: CellGrid.rootColumns * CellGrid.rootRows)
    private(set) var words = ContiguousArray<UInt64>(repeating: 0, count: CellTable.wordsPerNode)
    private(set) var entries: ContiguousArray<UInt32> = []
    private(set) var subnodes: ContiguousArray<CellTable.Subnode> = []
    private(set) var rasters: ContiguousArray<CellRaster> = [CellRaster(inside: 0, border: 0, item: .inside(-1))]
    private(set) var rasterLists: ContiguousArray<UInt32> = [0]
    /// The first item is never used, so that 0 can name the empty list; after it each zone alone, wholly inside.
    private(set) var items: ContiguousArray<CellItem> = [.inside(-1)]

    private let shapes: ZoneShapes
    private let divider: CellDivider
    private var listsOfInside: [[Int32]: UInt32] = [[]: 0]
    /// Edges, discs and capsules that a cell may know before it is cut in 8 by 8, and before that is cut again.
    private static let mostParts = [12, 24]
    /// As many where the zones are few enough for rasters.
    private static let mostPartsOfRasters = 24
    /// Zones whose rasters a cell may have; where more overlap it has a list.
    static let mostZones = 6

    init(_ shapes: ZoneShapes) {
        self.shapes = shapes
        divider = CellDivider(shapes)
        for zone in 0..<Int32(shapes.zoneCount) { _ = listOfInside(Self.collapsed([.inside(zone)])) }
    }

    mutating func build() {
        var children: [[CellItem]] = Array(repeating: [], count: roots.count)
        for part in 0..<shapes.parts.count { divider.divide(part: part, into: &children) }
        var cells: [[CellItem]] = Array(repeating: [], count: 64 * 64)
        for root in children.indices where !children[root].isEmpty {
            let list = Self.collapsed(children[root])
            children[root] = []
            guard list.contains(where: { !$0.isInside }) else {
                roots[root].background = listOfInside(list)
                continue
            }
            buildNode(root, list, &cells)
        }
        // Where the entry of a last cell would stand if it had one.
        entries.append(0)
    }

    private mutating func buildNode(_ root: Int, _ list: [CellItem], _ cells: inout [[CellItem]]) {
        let block = CellBlock.world.block(in: root, perSide: 64)
        divider.divide(list, over: block, into: &cells)
        var found: [UInt32] = []
        found.reserveCapacity(cells.count)
        for index in cells.indices {
            found.append(entry(for: cells[index], block, index, level: 0))
            cells[index].removeAll(keepingCapacity: true)
        }
        let background = Self.background(found)
        roots[root] = CellTable.Root(node: Int32(words.count / CellTable.wordsPerNode), background: background)
        for word in 0..<CellTable.wordsPerNode {
            let start = UInt64(entries.count)
            words.append(start << 32 | appendEntries(found[word * 32..<word * 32 + 32], besides: background))
        }
    }

    /// The entry of a cell with these items, cut further where they are many.
    private mutating func entry(for list: [CellItem], _ block: CellBlock, _ index: Int, level: Int) -> UInt32 {
        if list.isEmpty { return 0 }
        let list = Self.collapsed(list)
        let parts = list.reduce(0) { $0 + Int($1.count) }
        if parts == 0 { return listOfInside(list) }
        let whole = append(list)
        guard level < Self.mostParts.count else { return whole }
        let inner = block.block(in: index, perSide: 8)
        let zones = list.reduce(0) { $0 + ($1.has(CellItem.Flag.endOfZone) ? 1 : 0) }
        if parts <= Self.mostPartsOfRasters, zones <= Self.mostZones { return appendRasters(list, whole, inner) }
        guard parts > Self.mostParts[level] else { return whole }
        var cells: [[CellItem]] = Array(repeating: [], count: 64)
        divider.divide(list, over: inner, into: &cells)
        let found = cells.indices.map { entry(for: cells[$0], inner, $0, level: level + 1) }
        let background = Self.background(found)
        let start = UInt32(entries.count)
        let bits = appendEntries(found[...], besides: background)
        subnodes.append(CellTable.Subnode(bits: bits, start: start, background: background, whole: whole))
        return UInt32(subnodes.count - 1) | CellTable.subnodeMark
    }

    private mutating func appendRasters(_ list: [CellItem], _ whole: UInt32, _ block: CellBlock) -> UInt32 {
        let first = UInt32(rasters.count)
        var start = 0
        for index in list.indices where list[index].has(CellItem.Flag.endOfZone) {
            let (inside, border) = divider.raster(list[start...index], over: block)
            var item = list[index]
            if start < index {
                item.first = Int32(whole) + Int32(start)
                item.count = 0
                item.flags &= ~CellItem.Flag.endOfZone
            }
            rasters.append(CellRaster(inside: inside, border: border, item: item))
            rasterLists.append(whole)
            start = index + 1
        }
        let following = UInt32(rasters.count) - first - 1
        return first | following << CellTable.rasterCountShift | CellTable.rasterMark
    }

    private mutating func appendEntries(_ found: ArraySlice<UInt32>, besides background: UInt32) -> UInt64 {
        var bits: UInt64 = 0
        for (position, entry) in found.enumerated() where entry != background {
            bits |= 1 << UInt64(position)
            entries.append(entry)
        }
        return bits
    }

    /// The list that most cells have.
    private static func background(_ found: [UInt32]) -> UInt32 {
        var counts: [UInt32: Int] = [:]
        for entry in found where entry & CellTable.subnodeMark == 0 { counts[entry, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
    }

    /// One item for a zone of which any part holds the whole cell; the last items of each zone and the list marked.
    private static func collapsed(_ list: [CellItem]) -> [CellItem] {
        var result: [CellItem] = []
        var index = 0
        while index < list.count {
            var end = index
            while end < list.count, list[end].handle == list[index].handle { end += 1 }
            if list[index..<end].contains(where: \.isInside) {
                result.append(.inside(list[index].handle))
            } else {
                for item in list[index..<end] {
                    result.append(item)
                    result[result.count - 1].flags &= ~(CellItem.Flag.endOfZone | CellItem.Flag.endOfList)
                }
            }
            result[result.count - 1].flags |= CellItem.Flag.endOfZone
            index = end
        }
        if !result.isEmpty { result[result.count - 1].flags |= CellItem.Flag.endOfList }
        return result
    }

    private mutating func append(_ list: [CellItem]) -> UInt32 {
        items.append(contentsOf: list)
        return UInt32(items.count - list.count)
    }

    private mutating func listOfInside(_ list: [CellItem]) -> UInt32 {
        let handles = list.map(\.handle)
        if let known = listsOfInside[handles] { return known }
        let start = append(list)
        listsOfInside[handles] = start
        return start
    }
}
