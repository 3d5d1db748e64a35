import Customs

/// Lays the shapes of zones out as flat arrays.
struct ShapeCollector {
    var edges: ContiguousArray<Edge> = []
    var edgeEnds: ContiguousArray<EdgeEnd> = []
    var discs: ContiguousArray<Disc> = []
    var capsules: ContiguousArray<Capsule> = []
    var parts: ContiguousArray<ShapePart> = []

    mutating func add(_ shape: ZoneShape, zone: Int32) {
        switch shape {
        case .circle(let center, let radius):
            // Boxes are a little wider than the circle, so that rounding never cuts off its edge.
            let box = BoundingBox(center, center).expanded(byMeters: radius * 1.001)
            discs.append(Disc(center: center, radiusMeters: radius))
            append(.disc, zone: zone, first: discs.count - 1, count: 1, box)
        case .polygons(let polygons):
            for rings in polygons { add(polygon: rings, zone: zone) }
        case .corridor(let line, let halfWidth):
            let first = capsules.count
            var box = BoundingBox.empty
            for (a, b) in zip(line, line.dropFirst()) {
                capsules.append(Capsule(from: a, to: b, radiusMeters: halfWidth))
                box = box.union(BoundingBox(a, b).expanded(byMeters: halfWidth * 1.001))
            }
            append(.capsules, zone: zone, first: first, count: capsules.count - first, box)
        }
    }

    private mutating func append(
        _ kind: ShapePart.Kind, zone: Int32, first: Int, count: Int, _ bounds: BoundingBox
    ) {
        guard count > 0 else { return }
        parts.append(
            ShapePart(
                kind: kind, isCopy: false, zone: zone, first: Int32(first), count: Int32(count), bounds: bounds,
                west: bounds.west, east: bounds.west + bounds.width))
    }

    private mutating func add(polygon rings: [[Coordinate]], zone: Int32) {
        let first = edges.count
        var west = Double.infinity
        var east = -Double.infinity
        var south = Double.infinity
        var north = -Double.infinity
        for ring in rings where ring.count > 1 {
            var corners = ring
            if ring.first != ring.last { corners.append(ring[0]) }
            var x = Geodesy.wrapped(corners[0].longitude)
            // A hole lies within the outer ring, wherever that one was unrolled to.
            if x > east, x - 360 >= west { x -= 360 }
            if x < west, x + 360 <= east { x += 360 }
            for (index, (a, b)) in zip(corners, corners.dropFirst()).enumerated() {
                let next = Self.unrolled(b.longitude, near: x)
                append(edgeFrom: (x, a.latitude), to: (next, b.latitude), startsRing: index == 0)
                west = min(west, x, next)
                east = max(east, x, next)
                south = min(south, a.latitude, b.latitude)
                north = max(north, a.latitude, b.latitude)
                x = next
            }
        }
        guard edges.count > first else { return }
        let box = BoundingBox(
            west: Geodesy.wrapped(west), width: min(360, east - west), south: south, north: north)
        let count = edges.count - first
        let part = ShapePart(
            kind: .edges, isCopy: false, zone: zone, first: Int32(first), count: Int32(count), bounds: box, west: west,
            east: east)
        parts.append(part)
        if east >= 180 { addCopy(of: part, shift: -360) }
        if west < -180 { addCopy(of: part, shift: 360) }
    }

    /// The longitude on the shorter way from `x`; the very number of the input unless that is across the antimeridian.
    private static func unrolled(_ longitude: Double, near x: Double) -> Double {
        let plain = Geodesy.wrapped(longitude)
        let turns = ((x + Geodesy.wrapped(plain - x) - plain) / 360).rounded()
        return plain + turns * 360
    }

    private mutating func append(edgeFrom a: (x: Double, y: Double), to b: (x: Double, y: Double), startsRing: Bool) {
        let isDescending = b.y < a.y
        let low = isDescending ? b : a
        let high = isDescending ? a : b
        edges.append(
            Edge(
                lowX: low.x, lowY: low.y, highY: high.y,
                slope: high.y > low.y ? (high.x - low.x) / (high.y - low.y) : 0))
        edgeEnds.append(EdgeEnd(highX: high.x, isDescending: isDescending, startsRing: startsRing))
    }

    private mutating func addCopy(of part: ShapePart, shift: Double) {
        let first = edges.count
        for index in part.indices {
            edges.append(edges[index])
            edges[edges.count - 1].lowX += shift
            edgeEnds.append(edgeEnds[index])
            edgeEnds[edgeEnds.count - 1].highX += shift
        }
        var copy = part
        copy.isCopy = true
        copy.first = Int32(first)
        copy.west += shift
        copy.east += shift
        parts.append(copy)
    }
}
