import Customs

/// The geometry of all zones in flat arrays, and the plain scan that defines what each of them holds.
///
/// Polygons follow the even-odd rule over their rings, with edges straight in longitude and latitude as GeoJSON has
/// them (RFC 7946). A place on a western or southern border is inside and on an eastern or northern one outside, so
/// that of two polygons with a common border exactly one holds a place on it. Circles and corridors hold their border.
final class ZoneShapes: Sendable {
    let edges: FrozenArray<Edge>
    let edgeEnds: FrozenArray<EdgeEnd>
    let discs: FrozenArray<Disc>
    let capsules: FrozenArray<Capsule>
    let parts: FrozenArray<ShapePart>
    /// Where each zone's parts start; one more at the end.
    private let partStarts: FrozenArray<Int32>

    init(_ shapes: [ZoneShape]) {
        var collector = ShapeCollector()
        var starts: ContiguousArray<Int32> = []
        for (index, shape) in shapes.enumerated() {
            starts.append(Int32(collector.parts.count))
            collector.add(shape, zone: Int32(index))
        }
        starts.append(Int32(collector.parts.count))
        edges = FrozenArray(collector.edges)
        edgeEnds = FrozenArray(collector.edgeEnds)
        discs = FrozenArray(collector.discs)
        capsules = FrozenArray(collector.capsules)
        parts = FrozenArray(collector.parts)
        partStarts = FrozenArray(starts)
    }

    deinit {
        edges.free()
        edgeEnds.free()
        discs.free()
        capsules.free()
        parts.free()
        partStarts.free()
    }

    var zoneCount: Int { partStarts.count - 1 }

    func parts(of zone: Int32) -> Range<Int> { Int(partStarts[zone])..<Int(partStarts[zone + 1]) }

    /// Whether the zone holds the place, by a scan of all its edges; the longitude lies in -180..<180.
    func contains(_ zone: Int32, _ x: Double, _ y: Double) -> Bool {
        parts(of: zone).contains { index in
            let part = parts[index]
            switch part.kind {
            case .edges: return part.indices.reduce(0) { $0 ^ edges[$1].crossings(eastOf: x, y) } != 0
            case .disc: return discs[part.first].contains(x, y)
            case .capsules: return part.indices.contains { capsules[$0].contains(x, y) }
            }
        }
    }

    /// Calls with every share of the segment at which the run's border is or may be crossed; unordered.
    @inline(__always)
    func forEachCut(
        _ kind: ShapePart.Kind, _ indices: Range<Int>, _ segment: Segment, _ body: (Double) -> Void
    ) {
        switch kind {
        case .edges:
            for index in indices {
                if let share = segment.cut(edges[index], highX: edgeEnds[index].highX) { body(share) }
            }
        case .disc:
            if let (low, high) = discs[indices.lowerBound].cuts(segment) {
                body(low)
                body(high)
            }
        case .capsules:
            for index in indices { capsules[index].forEachCut(segment, body) }
        }
    }

    /// Where the ring passes from the edge before to this one.
    func startVertex(_ index: Int) -> (x: Double, y: Double) {
        edgeEnds[index].isDescending
            ? (edgeEnds[index].highX, edges[index].highY) : (edges[index].lowX, edges[index].lowY)
    }

    /// Where the ring passes from this edge to the next.
    func endVertex(_ index: Int) -> (x: Double, y: Double) {
        edgeEnds[index].isDescending
            ? (edges[index].lowX, edges[index].lowY) : (edgeEnds[index].highX, edges[index].highY)
    }
}
