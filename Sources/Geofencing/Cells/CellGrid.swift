import Customs

/// The levels of square cells, from the root of half a degree (55 km) down to 1/8192 degree (14 m).
///
/// All sizes are powers of two, so that borders of cells are exact in binary.
enum CellGrid {
    static let rootPerDegree = 2.0
    static let rootColumns = 720
    static let rootRows = 360
    /// A root cell has 64 by 64 cells (870 m); each of those, where borders are dense, 8 by 8 (109 m), and again (14 m).
    static let rootShift = 6
    static let cellsPerDegree = 128.0
    static let columns = 720 << 6
    static let rows = 360 << 6
    static let subShift = 3
    static let finestPerDegree = 8192.0
    /// Below the finest cells nothing is divided: that many shifts lead from a finest cell to a cell.
    static let finestShift = 6
    static let finestColumns = columns << finestShift
    static let finestRows = rows << finestShift
    /// Cells look this many degrees (0.1 mm) over their border, so that rounding never hides an edge from a place.
    static let margin = 1e-9
}

/// A block of cells of one level, as it is divided into.
struct CellBlock {
    var west: Double
    var south: Double
    var columns: Int
    var rows: Int
    var cellSize: Double

    static let world = CellBlock(
        west: -180, south: -90, columns: CellGrid.rootColumns, rows: CellGrid.rootRows,
        cellSize: 1 / CellGrid.rootPerDegree)

    /// The block that divides one cell of this one.
    func block(in cell: Int, perSide: Int) -> CellBlock {
        CellBlock(
            west: west + Double(cell % columns) * cellSize, south: south + Double(cell / columns) * cellSize,
            columns: perSide, rows: perSide, cellSize: cellSize / Double(perSide))
    }

    func center(_ cell: Int) -> (x: Double, y: Double) {
        (
            west + (Double(cell % columns) + 0.5) * cellSize,
            south + (Double(cell / columns) + 0.5) * cellSize
        )
    }

    func east(ofCell cell: Int) -> Double { west + Double(cell % columns + 1) * cellSize }

    /// The columns that touch the longitudes, as far as the block goes; they may be none.
    func columns(from low: Double, to high: Double) -> Range<Int> {
        Self.clip((low - CellGrid.margin - west) / cellSize, (high + CellGrid.margin - west) / cellSize, columns)
    }

    func rows(from low: Double, to high: Double) -> Range<Int> {
        Self.clip((low - CellGrid.margin - south) / cellSize, (high + CellGrid.margin - south) / cellSize, rows)
    }

    private static func clip(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
        guard high >= 0, low < Double(count), high >= low else { return 0..<0 }
        return Int(max(0, low))..<min(count, Int(min(high, Double(count))) + 1)
    }
}
