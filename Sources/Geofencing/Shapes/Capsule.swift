import Customs

/// Everything within a radius of a straight piece of a corridor's line, on the flat map around the piece's start.
struct Capsule: BitwiseCopyable, Sendable {
    var longitude: Double
    var latitude: Double
    var metersPerDegreeEast: Double
    /// The piece's end, metres east and north of its start.
    var endX: Double
    var endY: Double
    /// 1 / (length in metres)², 0 for a piece of no length.
    var inverseLengthSquared: Double
    var radiusMeters: Double

    init(from a: Coordinate, to b: Coordinate, radiusMeters: Double) {
        longitude = Geodesy.wrapped(a.longitude)
        latitude = a.latitude
        metersPerDegreeEast = Geodesy.metersPerDegree * cosine(ofDegrees: a.latitude)
        endX = Geodesy.wrapped(b.longitude - a.longitude) * metersPerDegreeEast
        endY = (b.latitude - a.latitude) * Geodesy.metersPerDegree
        let lengthSquared = endX * endX + endY * endY
        inverseLengthSquared = lengthSquared > 0 ? 1 / lengthSquared : 0
        self.radiusMeters = radiusMeters
    }

    @inline(__always)
    func contains(_ x: Double, _ y: Double) -> Bool {
        squaredMeters(x, y) <= radiusMeters * radiusMeters
    }

    /// Squared distance from the piece of line, in square metres.
    @inline(__always)
    func squaredMeters(_ x: Double, _ y: Double) -> Double {
        let px = Geodesy.wrapped(x - longitude) * metersPerDegreeEast
        let py = (y - latitude) * Geodesy.metersPerDegree
        let along = max(0, min(1, (px * endX + py * endY) * inverseLengthSquared))
        let dx = px - along * endX
        let dy = py - along * endY
        return dx * dx + dy * dy
    }

    /// Calls with every share of the segment at which its border may be crossed: both end discs and both sides.
    func forEachCut(_ segment: Segment, _ body: (Double) -> Void) {
        let fromX = Geodesy.wrapped(segment.startX - longitude) * metersPerDegreeEast
        let fromY = (segment.startY - latitude) * Geodesy.metersPerDegree
        let dx = segment.dx * metersPerDegreeEast
        let dy = segment.dy * Geodesy.metersPerDegree
        if let (low, high) = Disc.cuts(fromX, fromY, dx, dy, radiusMeters) {
            body(low)
            body(high)
        }
        guard inverseLengthSquared > 0 else { return }
        if let (low, high) = Disc.cuts(fromX - endX, fromY - endY, dx, dy, radiusMeters) {
            body(low)
            body(high)
        }
        let inverseLength = inverseLengthSquared.squareRoot()
        let across = (fromY * endX - fromX * endY) * inverseLength
        let change = (dy * endX - dx * endY) * inverseLength
        guard change != 0 else { return }
        body((radiusMeters - across) / change)
        body((-radiusMeters - across) / change)
    }
}
