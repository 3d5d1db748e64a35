public import Customs

/// All zones, and a table of cells that says which of them a place or a segment can touch.
///
/// A cell wholly inside a zone needs no geometry; in a border cell the zone's own geometry decides, so answers are
/// exact. Zones are named by their position in `zones`.
public struct ZoneIndex: Sendable {
    public typealias Handle = Int32

    /// A segment's stay in a zone, as shares of the segment.
    public struct Passage: Sendable, Hashable {
        public var zone: Handle
        /// 0 where the segment starts inside.
        public var entry: Double
        /// 1 where it ends inside.
        public var exit: Double
    }

    public let zones: [Zone]
    private let prepared: [PreparedZone]
    private let cells: [CellTable.Cell: [CellEntry]]
    private let handlesByID: [String: Handle]
    private let handlesByFacility: [String: [Handle]]

    private struct CellEntry: Sendable {
        var zone: Handle
        var isWhollyInside: Bool
    }

    public init(zones: [Zone]) {
        self.zones = zones
        prepared = zones.map(PreparedZone.init)
        var cells: [CellTable.Cell: [CellEntry]] = [:]
        for (index, zone) in prepared.enumerated() {
            let handle = Handle(index)
            let border = Set(zone.borderBoxes.flatMap(CellTable.cells(in:)))
            for cell in CellTable.cells(in: zone.bounds) {
                if border.contains(cell) {
                    cells[cell, default: []].append(CellEntry(zone: handle, isWhollyInside: false))
                } else if zone.contains(CellTable.center(of: cell)) {
                    cells[cell, default: []].append(CellEntry(zone: handle, isWhollyInside: true))
                }
            }
        }
        self.cells = cells
        handlesByID = Dictionary(
            zones.enumerated().map { ($1.id, Handle($0)) }, uniquingKeysWith: { first, _ in first })
        handlesByFacility = Dictionary(
            grouping: zones.indices.filter { zones[$0].facility != nil && zones[$0].kind.isFacility },
            by: { zones[$0].facility ?? "" }
        ).mapValues { $0.map(Handle.init) }
    }

    public subscript(_ handle: Handle) -> Zone { zones[Int(handle)] }

    public func handle(id: String) -> Handle? { handlesByID[id] }

    /// The zones that are a facility, in the order of the file; empty for an unknown code.
    public func handles(facility: String) -> [Handle] { handlesByFacility[facility] ?? [] }

    /// The zones that hold the place, in ascending order.
    public func zones(containing place: Coordinate) -> [Handle] {
        guard let entries = cells[CellTable.cell(of: place)] else { return [] }
        return entries.compactMap { entry in
            entry.isWhollyInside || prepared[Int(entry.zone)].contains(place) ? entry.zone : nil
        }
    }

    /// Where the straight segment from `a` to `b` runs inside zones, by zone and then along the segment.
    public func passages(from a: Coordinate, to b: Coordinate) -> [Passage] {
        var candidates: [Handle] = []
        for cell in CellTable.cells(along: a, b) {
            for entry in cells[cell] ?? [] where !candidates.contains(entry.zone) { candidates.append(entry.zone) }
        }
        candidates.sort()
        return candidates.flatMap { handle in
            prepared[Int(handle)].insideIntervals(from: a, to: b).map {
                Passage(zone: handle, entry: $0.lowerBound, exit: $0.upperBound)
            }
        }
    }

    /// Whether two zones have a place in common.
    public func touch(_ a: Handle, _ b: Handle) -> Bool { outline(of: a, meets: b) || outline(of: b, meets: a) }

    /// Whether a zone's centre, line or edges run through the other one, which is widened by the zone's own reach.
    private func outline(of handle: Handle, meets other: Handle) -> Bool {
        let (lines, reach): ([[Coordinate]], Double) =
            switch zones[Int(handle)].shape {
            case .circle(let center, let radius): ([[center, center]], radius)
            case .polygons(let polygons): (polygons.flatMap { $0 }, 0)
            case .corridor(let line, let halfWidth): ([line], halfWidth)
            }
        var widened = zones[Int(other)]
        switch widened.shape {
        case .circle(let center, let radius): widened.shape = .circle(center: center, radiusMeters: radius + reach)
        case .corridor(let line, let width): widened.shape = .corridor(line: line, halfWidthMeters: width + reach)
        case .polygons: break
        }
        let target = PreparedZone(widened)
        return lines.contains { line in
            zip(line, line.dropFirst()).contains { !target.insideIntervals(from: $0, to: $1).isEmpty }
        }
    }
}
