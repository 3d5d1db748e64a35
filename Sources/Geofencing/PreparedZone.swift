import Customs

/// A zone with what its geometry needs worked out once.
struct PreparedZone: Sendable {
    /// Shares of a segment, 0 at its start and 1 at its end, that lie inside.
    typealias Interval = ClosedRange<Double>

    let zone: Zone
    let bounds: BoundingBox
    private let parts: [any ZonePart]

    init(_ zone: Zone) {
        self.zone = zone
        switch zone.shape {
        case .circle(let center, let radius): parts = [CirclePart(center: center, radiusMeters: radius)]
        case .polygons(let polygons): parts = polygons.map(PolygonPart.init(rings:))
        case .corridor(let line, let halfWidth):
            parts = zip(line, line.dropFirst()).map { CapsulePart(from: $0, to: $1, radiusMeters: halfWidth) }
        }
        bounds = parts.dropFirst().reduce(parts.first?.bounds ?? .empty) { $0.union($1.bounds) }
    }

    /// Boxes that together hold every border of the zone: a cell outside all of them is wholly inside or outside.
    var borderBoxes: [BoundingBox] { parts.flatMap(\.borderBoxes) }

    func contains(_ place: Coordinate) -> Bool {
        parts.contains { $0.bounds.contains(place) && $0.contains(place) }
    }

    /// The stretches of the segment from `a` to `b` that lie inside, in order and merged.
    func insideIntervals(from a: Coordinate, to b: Coordinate) -> [Interval] {
        let segmentBounds = BoundingBox(a, b)
        var found: [Interval] = []
        for part in parts where part.bounds.intersects(segmentBounds) {
            found += part.insideIntervals(from: a, to: b)
        }
        guard found.count > 1 else { return found }
        found.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Interval] = [found[0]]
        for interval in found.dropFirst() {
            let last = merged[merged.count - 1]
            if interval.lowerBound <= last.upperBound + 1e-12 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, interval.upperBound)
            } else {
                merged.append(interval)
            }
        }
        return merged
    }
}

/// One convex or polygonal piece of a zone.
protocol ZonePart: Sendable {
    var bounds: BoundingBox { get }
    var borderBoxes: [BoundingBox] { get }
    func contains(_ place: Coordinate) -> Bool
    func insideIntervals(from a: Coordinate, to b: Coordinate) -> [ClosedRange<Double>]
}
