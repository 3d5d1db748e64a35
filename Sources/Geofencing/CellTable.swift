import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The grid under the index: square cells of 1/64 degree, about 1.7 km.
enum CellTable {
    static let cellsPerDegree = 64.0
    static let columns = Int32(360 * 64)

    struct Cell: Hashable, Sendable {
        var column: Int32
        var row: Int32
    }

    static func cell(of place: Coordinate) -> Cell {
        Cell(column: column(place.longitude), row: row(place.latitude))
    }

    static func center(of cell: Cell) -> Coordinate {
        Coordinate(
            latitude: (Double(cell.row) + 0.5) / cellsPerDegree - 90,
            longitude: (Double(cell.column) + 0.5) / cellsPerDegree - 180)
    }

    /// Every cell that the box touches.
    static func cells(in box: BoundingBox) -> [Cell] {
        guard !box.isEmpty else { return [] }
        let first = column(box.west)
        let span = Int32((box.width * cellsPerDegree).rounded(.up)) + 1
        let rows = row(box.south)...row(box.north)
        return (0..<min(span + 1, columns)).flatMap { offset in
            rows.map { Cell(column: (first + offset) % columns, row: $0) }
        }
    }

    /// Every cell that the segment touches, column by column.
    static func cells(along a: Coordinate, _ b: Coordinate) -> [Cell] {
        let start = a.longitude
        let span = Geodesy.wrapped(b.longitude - a.longitude)
        let (west, east) = span >= 0 ? (start, start + span) : (start + span, start)
        let (latitudeWest, latitudeEast) = span >= 0 ? (a.latitude, b.latitude) : (b.latitude, a.latitude)
        let first = Int(floor((west + 180) * cellsPerDegree))
        let last = Int(floor((east + 180) * cellsPerDegree))
        var cells: [Cell] = []
        for column in first...last {
            let leftEdge = max(west, Double(column) / cellsPerDegree - 180)
            let rightEdge = min(east, Double(column + 1) / cellsPerDegree - 180)
            func latitude(_ longitude: Double) -> Double {
                east > west
                    ? latitudeWest + (latitudeEast - latitudeWest) * (longitude - west) / (east - west) : latitudeWest
            }
            let low = east > west ? min(latitude(leftEdge), latitude(rightEdge)) : min(a.latitude, b.latitude)
            let high = east > west ? max(latitude(leftEdge), latitude(rightEdge)) : max(a.latitude, b.latitude)
            let wrappedColumn = Int32(((column % Int(columns)) + Int(columns)) % Int(columns))
            for row in row(low)...row(high) { cells.append(Cell(column: wrappedColumn, row: row)) }
        }
        return cells
    }

    private static func column(_ longitude: Double) -> Int32 {
        Int32(floor((Geodesy.wrapped(longitude) + 180) * cellsPerDegree)) % columns
    }

    private static func row(_ latitude: Double) -> Int32 { Int32(floor((latitude + 90) * cellsPerDegree)) }
}
