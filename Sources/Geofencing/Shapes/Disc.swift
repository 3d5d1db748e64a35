import Customs

/// Everything within a radius of a place, on the flat map around that place.
struct Disc: BitwiseCopyable, Sendable {
    let plane: LocalPlane
    let radiusMeters: Double

    init(center: Coordinate, radiusMeters: Double) {
        plane = LocalPlane(around: center)
        self.radiusMeters = radiusMeters
    }

    @inline(__always)
    func contains(_ x: Double, _ y: Double) -> Bool {
        squaredMeters(x, y) <= radiusMeters * radiusMeters
    }

    /// Squared distance from the centre, in square metres.
    @inline(__always)
    func squaredMeters(_ x: Double, _ y: Double) -> Double {
        let (dx, dy) = plane.meters(x, y)
        return dx * dx + dy * dy
    }

    /// The shares of the segment at which it crosses the circle's border.
    func cuts(_ segment: Segment) -> (Double, Double)? {
        let (fromX, fromY, dx, dy) = plane.meters(segment)
        return Self.cuts(fromX, fromY, dx, dy, radiusMeters)
    }

    /// Where the squared distance from the origin is the squared radius, in metres on a flat map.
    static func cuts(
        _ fromX: Double, _ fromY: Double, _ dx: Double, _ dy: Double, _ radius: Double
    ) -> (Double, Double)? {
        let lengthSquared = dx * dx + dy * dy
        guard lengthSquared > 0 else { return nil }
        let half = fromX * dx + fromY * dy
        let discriminant = half * half - lengthSquared * (fromX * fromX + fromY * fromY - radius * radius)
        guard discriminant >= 0 else { return nil }
        let root = discriminant.squareRoot()
        return ((-half - root) / lengthSquared, (-half + root) / lengthSquared)
    }
}
