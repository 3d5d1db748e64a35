public import Customs

/// All zones, and a table of cells that says which of them a place or a segment can touch.
///
/// A cell wholly inside a zone needs no geometry; in a border cell only the edges that pass through it are looked at,
/// and the answer is exactly that of a scan of all edges. Zones are named by their position in `zones`.
///
/// Polygons follow the even-odd rule; a place on a western or southern border is inside, on an eastern or northern one
/// outside, so that of two polygons with a common border exactly one holds a place on it. Circles and corridors hold
/// their border.
public struct ZoneIndex: Sendable {
    public typealias Handle = Int32

    /// A segment's stay in a zone, as shares of the segment.
    public struct Passage: Sendable, Hashable {
        public var zone: Handle
        /// 0 where the segment starts inside.
        public var entry: Double
        /// 1 where it ends inside.
        public var exit: Double

        public init(zone: Handle, entry: Double, exit: Double) {
            self.zone = zone
            self.entry = entry
            self.exit = exit
        }
    }

    public let zones: [Zone]
    let shapes: ZoneShapes
    let table: CellTable
    private let handlesByID: [String: Handle]
    private let handlesByFacility: [String: [Handle]]
    private let routeLines: [Handle: RouteLine]

    /// Prepares the table; a few seconds for 10,000 zones of 64 corners at most.
    public init(zones: [Zone]) {
        self.zones = zones
        shapes = ZoneShapes(zones.map(\.shape))
        table = CellTable(shapes)
        handlesByID = Dictionary(
            zones.enumerated().filter { !$1.isRemoved }.map { ($1.id, Handle($0)) },
            uniquingKeysWith: { first, _ in first })
        handlesByFacility = Dictionary(
            grouping: zones.indices.filter {
                zones[$0].facility != nil && zones[$0].kind.isFacility && !zones[$0].isRemoved
            },
            by: { zones[$0].facility ?? "" }
        ).mapValues { $0.map(Handle.init) }
        var lines: [Handle: RouteLine] = [:]
        for (index, zone) in zones.enumerated() where zone.kind == .route {
            if case .corridor(let line, _) = zone.shape { lines[Handle(index)] = RouteLine(line: line) }
        }
        routeLines = lines
    }

    public subscript(_ handle: Handle) -> Zone { zones[Int(handle)] }

    public func handle(id: String) -> Handle? { handlesByID[id] }

    /// The zones that are a facility, in their order; empty for an unknown code.
    public func handles(facility: String) -> [Handle] { handlesByFacility[facility] ?? [] }

    /// The line of a route's corridor, to measure along; nil for every other zone.
    public func routeLine(of handle: Handle) -> RouteLine? { routeLines[handle] }

    /// The zones that hold the place, in ascending order.
    public func zones(containing place: Coordinate) -> [Handle] {
        var found: [Handle] = []
        zones(containing: place, into: &found)
        return found
    }

    /// Replaces `found` by the zones that hold the place, ascending; allocates nothing where its capacity suffices.
    public func zones(containing place: Coordinate, into found: inout [Handle]) {
        if !found.isEmpty { found.removeAll(keepingCapacity: true) }
        let x = Geodesy.wrapped(place.longitude)
        let y = place.latitude
        // Written so that what is no number is nowhere.
        guard y >= -90, y <= 90, x >= -180, x < 180 else { return }
        let cell = CellTable.finestCell(x, y)
        let entry = table.entry(cell.column >> CellGrid.finestShift, cell.row >> CellGrid.finestShift)
        if entry != 0 { collect(entry, cell, x, y, &found) }
    }

    /// Whether the zones that hold the place are just these, given ascending; the usual question, answered in place.
    public func areExactly(_ handles: [Handle], containing place: Coordinate) -> Bool {
        let x = Geodesy.wrapped(place.longitude)
        let y = place.latitude
        guard y >= -90, y <= 90, x >= -180, x < 180 else { return handles.isEmpty }
        let cell = CellTable.finestCell(x, y)
        let entry = table.entry(cell.column >> CellGrid.finestShift, cell.row >> CellGrid.finestShift)
        guard entry != 0 else { return handles.isEmpty }
        var matched = 0
        var differs = false
        forEachZone(entry, cell, x, y) { handle in
            differs = matched == handles.count || handles[matched] != handle
            matched += 1
            return !differs
        }
        return !differs && matched == handles.count
    }

    @inline(never)
    private func collect(
        _ entry: UInt32, _ cell: (column: Int, row: Int), _ x: Double, _ y: Double, _ found: inout [Handle]
    ) {
        if entry <= zones.count {
            found.append(Handle(entry) - 1)
            return
        }
        forEachZone(entry, cell, x, y) { handle in
            found.append(handle)
            return true
        }
    }

    /// Whether the zone holds the place, by a scan of its whole geometry; the lookups always agree with it.
    public func contains(_ place: Coordinate, in handle: Handle) -> Bool {
        let x = Geodesy.wrapped(place.longitude)
        guard place.latitude >= -90, place.latitude <= 90, x >= -180, x < 180 else { return false }
        return shapes.contains(handle, x, place.latitude)
    }

    /// Bytes of the table of cells, without the geometry itself.
    package var tableByteCount: Int { table.byteCount }
}
