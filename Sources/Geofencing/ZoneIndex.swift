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

    /// Whether any corner of `inner` lies in `outer`, or the other way round.
    public func touch(_ inner: Handle, _ outer: Handle) -> Bool {
        corners(of: zones[Int(inner)]).contains { prepared[Int(outer)].contains($0) }
            || corners(of: zones[Int(outer)]).contains { prepared[Int(inner)].contains($0) }
    }

    private func corners(of zone: Zone) -> [Coordinate] {
        switch zone.shape {
        case .circle(let center, _): [center]
        case .polygons(let polygons): polygons.compactMap(\.first).flatMap { $0 }
        case .corridor(let line, _): line
        }
    }
}
