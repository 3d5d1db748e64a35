import Customs

/// A polygon with holes; edges are straight in longitude and latitude, as GeoJSON has them (RFC 7946).
struct PolygonPart: ZonePart {
    let bounds: BoundingBox
    let borderBoxes: [BoundingBox]
    /// Edges of all rings, longitudes counted from `reference` so that the antimeridian is nothing special.
    private let edges: [Edge]
    private let reference: Double

    private struct Edge: Sendable {
        var x1: Double
        var y1: Double
        var x2: Double
        var y2: Double
    }

    init(rings: [[Coordinate]]) {
        let reference = rings.first?.first?.longitude ?? 0
        var edges: [Edge] = []
        var boxes: [BoundingBox] = []
        for ring in rings {
            var closed = ring
            if let first = ring.first, ring.last != first { closed.append(first) }
            // Unrolled along the ring: each corner lies on the shorter way from the one before.
            var x = closed.first.map { Geodesy.wrapped($0.longitude - reference) } ?? 0
            for (a, b) in zip(closed, closed.dropFirst()) {
                let nextX = x + Geodesy.wrapped(b.longitude - a.longitude)
                edges.append(Edge(x1: x, y1: a.latitude, x2: nextX, y2: b.latitude))
                boxes.append(BoundingBox(a, b))
                x = nextX
            }
        }
        self.reference = reference
        self.edges = edges
        borderBoxes = boxes
        bounds = boxes.dropFirst().reduce(boxes.first ?? .empty) { $0.union($1) }
    }

    func contains(_ place: Coordinate) -> Bool {
        containsPoint(x: unrolled(place.longitude), y: place.latitude)
    }

    func insideIntervals(from a: Coordinate, to b: Coordinate) -> [ClosedRange<Double>] {
        let x1 = unrolled(a.longitude)
        let x2 = x1 + Geodesy.wrapped(b.longitude - a.longitude)
        let y1 = a.latitude
        let y2 = b.latitude
        var cuts = [0.0, 1.0]
        let dx = x2 - x1
        let dy = y2 - y1
        for edge in edges {
            let ex = edge.x2 - edge.x1
            let ey = edge.y2 - edge.y1
            let denominator = dx * ey - dy * ex
            guard denominator != 0 else { continue }
            let t = ((edge.x1 - x1) * ey - (edge.y1 - y1) * ex) / denominator
            let s = ((edge.x1 - x1) * dy - (edge.y1 - y1) * dx) / denominator
            if t > 0, t < 1, s >= 0, s <= 1 { cuts.append(t) }
        }
        cuts.sort()
        var intervals: [ClosedRange<Double>] = []
        for (low, high) in zip(cuts, cuts.dropFirst()) where high > low {
            let middle = (low + high) / 2
            if containsPoint(x: x1 + dx * middle, y: y1 + dy * middle) { intervals.append(low...high) }
        }
        return intervals
    }

    private func unrolled(_ longitude: Double) -> Double {
        // The bounds may reach more than half a turn from the reference; stay inside them.
        let x = Geodesy.wrapped(longitude - reference)
        let west = Geodesy.wrapped(bounds.west - reference)
        if x < west, x + 360 <= west + bounds.width { return x + 360 }
        return x
    }

    /// Even-odd rule; the half-open comparison counts each corner once.
    private func containsPoint(x: Double, y: Double) -> Bool {
        var inside = false
        for edge in edges where (edge.y1 > y) != (edge.y2 > y) {
            if x < (edge.x2 - edge.x1) * (y - edge.y1) / (edge.y2 - edge.y1) + edge.x1 { inside.toggle() }
        }
        return inside
    }
}
