import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The lists of the cells that a segment touches.
struct CellWalk {
    /// A segment that spans more columns and rows than this (2 degrees, some 220 km) is not walked.
    static let mostColumnsAndRows = 256.0
    /// Room for the lists of a segment, on the stack; one with more is not walked.
    static let capacity = 240

    private let lists: UnsafeMutableBufferPointer<UInt32>
    private(set) var count = 0

    /// Uses the buffer for as long as it lives.
    init(_ buffer: UnsafeMutableBufferPointer<UInt32>) { lists = buffer }

    subscript(_ index: Int) -> UInt32 { lists[index] }

    /// Notes the lists, without the empty one and repeats of the last; false where the segment is too long.
    mutating func walk(_ segment: Segment, _ table: CellTable) -> Bool {
        let size = CellGrid.cellsPerDegree
        guard (abs(segment.dx) + abs(segment.dy)) * size <= Self.mostColumnsAndRows else { return false }
        let margin = CellGrid.margin
        let first = Int(floor((segment.west - margin + 180) * size))
        let last = Int(floor((segment.east + margin + 180) * size))
        let slope = segment.dx == 0 ? 0 : segment.dy / segment.dx
        for column in first...last {
            var south = segment.south
            var north = segment.north
            if first != last, segment.dx != 0 {
                let west = max(segment.west, Double(column) / size - 180 - margin)
                let east = min(segment.east, Double(column + 1) / size - 180 + margin)
                let a = segment.startY + (west - segment.startX) * slope
                let b = segment.startY + (east - segment.startX) * slope
                south = max(south, min(a, b))
                north = min(north, max(a, b))
            }
            let lowest = max(0, Int(floor((south - margin + 90) * size)))
            let highest = min(CellGrid.rows - 1, Int(floor((north + margin + 90) * size)))
            guard lowest <= highest else { continue }
            let wrapped = (column + CellGrid.columns) % CellGrid.columns
            for row in lowest...highest where !note(table.wholeList(table.entry(wrapped, row))) { return false }
        }
        return true
    }

    private mutating func note(_ list: UInt32) -> Bool {
        if list == 0 || (count > 0 && lists[count - 1] == list) { return true }
        guard count < lists.count else { return false }
        lists[count] = list
        count += 1
        return true
    }
}
