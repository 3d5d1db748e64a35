import Customs

/// Looks places up block by block, each step for the whole block before the next.
///
/// No step's loads wait for one another, nor for a branch that was guessed wrongly, so that the processor fetches many
/// at once; a lookup alone waits for each in turn.
final class BulkLookup {
    static let blockSize = 256
    private static let candidateCapacity = 1024

    private struct Found {
        var x: Double
        var y: Double
        /// With the cell's bit; later the first raster, loaded before it is needed.
        var word: UInt64
        var column: Int32
        var row: Int32
        var entry: UInt32
        /// All bits where the cell's own entry counts, none where it is the background.
        var mask: UInt32
    }

    /// A place and a zone that may hold it.
    private struct Candidate {
        var hit: ZoneIndex.Hit
        /// 1 where it does; 2 beside the border, until the geometry is asked.
        var isHeld: UInt32
        /// Where in the block the place is.
        var position: Int32
        /// What decides it beside the border.
        var raster: UInt32
        /// The trace of a load that is made before it is needed.
        var touched = 0.0
    }

    private let table: CellTable
    private let shapes: ZoneShapes
    private let zoneCount: UInt32
    private let found = UnsafeMutablePointer<Found>.allocate(capacity: blockSize)
    private let busy = UnsafeMutablePointer<Int32>.allocate(capacity: blockSize)
    private let candidates = UnsafeMutablePointer<Candidate>.allocate(capacity: candidateCapacity)
    private let doubtful = UnsafeMutablePointer<Int32>.allocate(capacity: candidateCapacity)
    private let held = UnsafeMutablePointer<ZoneIndex.Hit>.allocate(capacity: candidateCapacity)
    private var count = 0

    init(_ table: CellTable, _ shapes: ZoneShapes) {
        self.table = table
        self.shapes = shapes
        zoneCount = UInt32(shapes.zoneCount)
    }

    deinit {
        found.deallocate()
        busy.deallocate()
        candidates.deallocate()
        doubtful.deallocate()
        held.deallocate()
    }

    /// Adds the hits of the places in the range, by place and then by zone.
    func look(
        _ places: UnsafeBufferPointer<Coordinate>, _ range: Range<Int>, _ hits: inout [ZoneIndex.Hit]
    ) {
        let busyCount = locate(UnsafeBufferPointer(rebasing: places[range]))
        noteEntries(busyCount)
        touchRasters(busyCount)
        count = 0
        for index in 0..<busyCount {
            let position = Int(busy[index])
            expand(position, Int32(truncatingIfNeeded: range.lowerBound &+ position), &hits)
        }
        settle(&hits)
    }

    /// Finds the places' cells and lists those that are not empty; returns how many.
    private func locate(_ places: UnsafeBufferPointer<Coordinate>) -> Int {
        let found = found
        let busy = busy
        var busyCount = 0
        for position in 0..<places.count {
            let x = Geodesy.wrapped(places[position].longitude)
            let y = places[position].latitude
            guard abs(y) <= 90, x >= -180, x < 180 else { continue }
            let (column, row) = CellTable.finestCell(x, y)
            let (word, background) = table.word(column &>> CellGrid.finestShift, row &>> CellGrid.finestShift)
            let isListed = (word &>> UInt64((column &>> CellGrid.finestShift) & 31)) & 1
            found[position] = Found(
                x: x, y: y, word: word, column: Int32(truncatingIfNeeded: column),
                row: Int32(truncatingIfNeeded: row), entry: background,
                mask: 0 &- UInt32(truncatingIfNeeded: isListed))
            busy[busyCount] = Int32(truncatingIfNeeded: position)
            busyCount &+= Int(isListed | UInt64(min(background, 1)))
        }
        return busyCount
    }

    /// Turns the words of the listed places into entries.
    private func noteEntries(_ busyCount: Int) {
        let found = found
        let busy = busy
        for index in 0..<busyCount {
            let position = Int(busy[index])
            let mask = found[position].mask
            let column = Int(found[position].column) &>> CellGrid.finestShift
            let listed = table.entries[CellTable.slot(found[position].word, column)]
            found[position].entry = listed & mask | found[position].entry & ~mask
        }
    }

    /// Loads the first raster of each listed place, so that all are fetched at once.
    private func touchRasters(_ busyCount: Int) {
        let found = found
        let busy = busy
        for index in 0..<busyCount {
            let position = Int(busy[index])
            let entry = found[position].entry
            let isRaster = 0 &- ((entry >> 30) & 1)
            found[position].word = table.rasters[Int(entry & CellTable.rasterIndex & isRaster)].inside
        }
    }

    /// Notes the zones that may hold a place.
    @inline(__always)
    private func expand(_ position: Int, _ place: Int32, _ hits: inout [ZoneIndex.Hit]) {
        var entry = found[position].entry
        // One zone alone; an empty cell in a country that is not (0) wraps round and is none of these.
        if entry &- 1 < zoneCount {
            note(place, Int32(truncatingIfNeeded: entry) &- 1, &hits)
            return
        }
        var shift = CellGrid.finestShift
        let column = Int(found[position].column)
        let row = Int(found[position].row)
        if entry & CellTable.subnodeMark != 0 {
            (entry, shift) = table.entry(below: entry, column, row)
        }
        guard entry & CellTable.rasterMark != 0 else {
            guard entry != 0 else { return }
            table.forEachZone(ofList: entry, shapes, found[position].x, found[position].y) {
                note(place, $0, &hits)
                return true
            }
            return
        }
        if count &+ CellTableBuilder.mostZones > Self.candidateCapacity { settle(&hits) }
        let bit = CellRaster.bit(column, row, shift &- CellGrid.subShift)
        var index = entry & CellTable.rasterIndex
        let last = index &+ (entry & ~CellTable.rasterMark) >> CellTable.rasterCountShift
        while true {
            let raster = table.rasters[Int(index)]
            let isBeside = UInt32(truncatingIfNeeded: (raster.border &>> bit) & 1)
            let isInside = UInt32(truncatingIfNeeded: (raster.inside &>> bit) & 1)
            candidates[count] = Candidate(
                hit: ZoneIndex.Hit(place: place, zone: raster.item.handle), isHeld: isInside | isBeside &<< 1,
                position: Int32(truncatingIfNeeded: position), raster: index)
            count &+= Int(isInside | isBeside)
            if index == last { return }
            index &+= 1
        }
    }

    @inline(__always)
    private func note(_ place: Int32, _ zone: Int32, _ hits: inout [ZoneIndex.Hit]) {
        if count == Self.candidateCapacity { settle(&hits) }
        candidates[count] = Candidate(
            hit: ZoneIndex.Hit(place: place, zone: zone), isHeld: 1, position: 0, raster: 0)
        count &+= 1
    }

    /// Asks the geometry about the doubtful candidates and moves those that hold to the hits.
    private func settle(_ hits: inout [ZoneIndex.Hit]) {
        var doubts = 0
        for index in 0..<count {
            doubtful[doubts] = Int32(truncatingIfNeeded: index)
            doubts &+= Int(candidates[index].isHeld >> 1)
        }
        touchEdges(doubts)
        for doubt in 0..<doubts {
            let index = Int(doubtful[doubt])
            let position = Int(candidates[index].position)
            let raster = table.rasters[Int(candidates[index].raster)]
            candidates[index].isHeld =
                table.holdsBesideBorder(raster, shapes, found[position].x, found[position].y) ? 1 : 0
        }
        var heldCount = 0
        for index in 0..<count {
            held[heldCount] = candidates[index].hit
            heldCount &+= Int(candidates[index].isHeld)
        }
        hits.append(contentsOf: UnsafeBufferPointer(start: held, count: heldCount))
        count = 0
    }

    /// Loads the ends of the doubtful candidates' runs of edges, so that all are fetched at once.
    private func touchEdges(_ doubts: Int) {
        let candidates = candidates
        let doubtful = doubtful
        for doubt in 0..<doubts {
            let index = Int(doubtful[doubt])
            let item = table.rasters[Int(candidates[index].raster)].item
            let areEdges = item.flags & (CellItem.Flag.kind | CellItem.Flag.endOfZone)
            guard areEdges == ShapePart.Kind.edges.rawValue | CellItem.Flag.endOfZone else { continue }
            candidates[index].touched = shapes.edges[item.first].lowY + shapes.edges[item.first + item.count - 1].highY
        }
    }
}
