import Customs
import Geofencing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Items by place, in cells of about one size anywhere on earth: to find what is near without looking at all there is.
struct PlaceGrid<Item: Hashable & Sendable>: Sendable {
    private let cellDegrees: Double
    private var cells: [Int64: [Item]] = [:]

    private static var metersPerDegree: Double { Geodesy.earthRadiusMeters * .pi / 180 }

    init(cellMeters: Double) { cellDegrees = cellMeters / Self.metersPerDegree }

    /// Whether it holds nothing.
    var isEmpty: Bool { cells.isEmpty }

    mutating func insert(_ item: Item, at place: GridPoint) { cells[cell(of: place), default: []].append(item) }

    mutating func remove(_ item: Item, at place: GridPoint) {
        let key = cell(of: place)
        guard let index = cells[key]?.firstIndex(of: item) else { return }
        cells[key]?.remove(at: index)
        if cells[key]?.isEmpty ?? false { cells[key] = nil }
    }

    /// The cell that holds the place.
    func cell(of place: GridPoint) -> Int64 {
        let point = place.coordinate
        let row = Int((point.latitude / cellDegrees).rounded(.down))
        return key(row: row, column: column(point.longitude, columns: columns(inRow: row)))
    }

    /// Shows every item of the cells that come within `radius` metres of the place, and some from farther away.
    func visit(around place: GridPoint, within radius: Double, _ body: (Item) -> Void) {
        guard !cells.isEmpty else { return }
        let point = place.coordinate
        let north = radius / Self.metersPerDegree
        let narrowest = cos(min(89, abs(point.latitude) + north) * .pi / 180)
        let east = min(180, north / narrowest)
        let first = Int(((point.latitude - north) / cellDegrees).rounded(.down))
        let last = Int(((point.latitude + north) / cellDegrees).rounded(.down))
        for row in first...last {
            let count = columns(inRow: row)
            let low = column(point.longitude - east, columns: count)
            let span = Int((2 * east * Double(count) / 360).rounded(.up)) + 1
            for offset in 0..<min(count, span) {
                for item in cells[key(row: row, column: (low + offset) % count)] ?? [] { body(item) }
            }
        }
    }

    /// How many cells go round the earth there: their width is measured at the row's middle.
    private func columns(inRow row: Int) -> Int {
        let middle = min(89, abs((Double(row) + 0.5) * cellDegrees))
        return max(1, Int((360 * cos(middle * .pi / 180) / cellDegrees).rounded(.down)))
    }

    private func column(_ longitude: Double, columns: Int) -> Int {
        let column = Int(((longitude + 180) / 360 * Double(columns)).rounded(.down)) % columns
        return column < 0 ? column + columns : column
    }

    private func key(row: Int, column: Int) -> Int64 { Int64(row) << 32 | Int64(column) }
}
