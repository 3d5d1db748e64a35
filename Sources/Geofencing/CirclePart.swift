import Customs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

func cosine(ofDegrees degrees: Double) -> Double { cos(degrees * .pi / 180) }

/// Everything within a radius of a place.
struct CirclePart: ZonePart {
    let bounds: BoundingBox
    private let plane: LocalPlane
    private let radiusMeters: Double

    init(center: Coordinate, radiusMeters: Double) {
        plane = LocalPlane(origin: center)
        self.radiusMeters = radiusMeters
        // A little wider than the circle, so that rounding never cuts off its edge.
        bounds = BoundingBox(center, center).expanded(byMeters: radiusMeters * 1.001)
    }

    var borderBoxes: [BoundingBox] { [bounds] }

    func contains(_ place: Coordinate) -> Bool {
        let point = plane.point(place)
        return point.x * point.x + point.y * point.y <= radiusMeters * radiusMeters
    }

    func insideIntervals(from a: Coordinate, to b: Coordinate) -> [ClosedRange<Double>] {
        discInterval(from: plane.point(a), to: plane.point(b), radius: radiusMeters).map { [$0] } ?? []
    }
}

/// The share of the segment within `radius` of the origin: where the quadratic of the squared distance is at most r².
func discInterval(from a: LocalPlane.Point, to b: LocalPlane.Point, radius: Double) -> ClosedRange<Double>? {
    let dx = b.x - a.x
    let dy = b.y - a.y
    let lengthSquared = dx * dx + dy * dy
    let startSquared = a.x * a.x + a.y * a.y - radius * radius
    guard lengthSquared > 0 else { return startSquared <= 0 ? 0...1 : nil }
    let half = a.x * dx + a.y * dy
    let discriminant = half * half - lengthSquared * startSquared
    guard discriminant >= 0 else { return nil }
    let root = discriminant.squareRoot()
    let low = max(0, (-half - root) / lengthSquared)
    let high = min(1, (-half + root) / lengthSquared)
    return low <= high ? low...high : nil
}
