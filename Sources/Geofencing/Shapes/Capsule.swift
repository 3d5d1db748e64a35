import Customs

/// Everything within a radius of a straight piece of a corridor's line, on the flat map around the piece's start.
struct Capsule: BitwiseCopyable, Sendable {
    let plane: LocalPlane
    /// The piece's end, metres east and north of its start.
    let endX: Double
    let endY: Double
    /// 1 / (length in metres)², 0 for a piece of no length.
    let inverseLengthSquared: Double
    let radiusMeters: Double

    init(from a: Coordinate, to b: Coordinate, radiusMeters: Double) {
        plane = LocalPlane(around: a)
        (endX, endY) = plane.meters(b.longitude, b.latitude)
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
    func squaredMeters(_ x: Double, _ y: Double) -> Double { nearest(x, y).squaredMeters }

    /// Squared distance from the piece of line, in square metres, and the share of the piece that is nearest.
    @inline(__always)
    func nearest(_ x: Double, _ y: Double) -> (squaredMeters: Double, share: Double) {
        let (px, py) = plane.meters(x, y)
        let share = max(0, min(1, (px * endX + py * endY) * inverseLengthSquared))
        let dx = px - share * endX
        let dy = py - share * endY
        return (dx * dx + dy * dy, share)
    }

    /// The place at a share of the piece.
    func place(at share: Double) -> Coordinate { plane.coordinate(east: share * endX, north: share * endY) }

    /// Calls with every share of the segment at which its border may be crossed: both end discs and both sides.
    func forEachCut(_ segment: Segment, _ body: (Double) -> Void) {
        let (fromX, fromY, dx, dy) = plane.meters(segment)
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
