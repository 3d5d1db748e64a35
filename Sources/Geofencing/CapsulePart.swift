import Customs

/// Everything within a radius of a straight piece of a corridor's line.
struct CapsulePart: ZonePart {
    let bounds: BoundingBox
    private let plane: LocalPlane
    private let end: LocalPlane.Point
    private let length: Double
    private let radiusMeters: Double

    init(from a: Coordinate, to b: Coordinate, radiusMeters: Double) {
        plane = LocalPlane(origin: a)
        end = plane.point(b)
        length = (end.x * end.x + end.y * end.y).squareRoot()
        self.radiusMeters = radiusMeters
        bounds = BoundingBox(a, b).expanded(byMeters: radiusMeters * 1.001)
    }

    var borderBoxes: [BoundingBox] { [bounds] }

    func contains(_ place: Coordinate) -> Bool {
        let point = plane.point(place)
        let along = length > 0 ? max(0, min(1, (point.x * end.x + point.y * end.y) / (length * length))) : 0
        let dx = point.x - along * end.x
        let dy = point.y - along * end.y
        return dx * dx + dy * dy <= radiusMeters * radiusMeters
    }

    /// A capsule is convex, so one interval: the hull of the two discs' and the rectangle's.
    func insideIntervals(from a: Coordinate, to b: Coordinate) -> [ClosedRange<Double>] {
        let from = plane.point(a)
        let to = plane.point(b)
        let shiftedFrom = LocalPlane.Point(x: from.x - end.x, y: from.y - end.y)
        let shiftedTo = LocalPlane.Point(x: to.x - end.x, y: to.y - end.y)
        let pieces = [
            discInterval(from: from, to: to, radius: radiusMeters),
            discInterval(from: shiftedFrom, to: shiftedTo, radius: radiusMeters),
            rectangleInterval(from: from, to: to),
        ].compactMap { $0 }
        guard let low = pieces.map(\.lowerBound).min(), let high = pieces.map(\.upperBound).max() else { return [] }
        return [low...high]
    }

    /// Clips against the rectangle between the two ends (Liang and Barsky, in the capsule's own axes).
    private func rectangleInterval(from a: LocalPlane.Point, to b: LocalPlane.Point) -> ClosedRange<Double>? {
        guard length > 0 else { return nil }
        let ux = end.x / length
        let uy = end.y / length
        let alongA = a.x * ux + a.y * uy
        let alongB = b.x * ux + b.y * uy
        let acrossA = a.y * ux - a.x * uy
        let acrossB = b.y * ux - b.x * uy
        var low = 0.0
        var high = 1.0
        func clip(_ start: Double, _ finish: Double, _ minimum: Double, _ maximum: Double) -> Bool {
            let change = finish - start
            if change == 0 { return start >= minimum && start <= maximum }
            let t1 = (minimum - start) / change
            let t2 = (maximum - start) / change
            low = max(low, min(t1, t2))
            high = min(high, max(t1, t2))
            return low <= high
        }
        guard clip(alongA, alongB, 0, length), clip(acrossA, acrossB, -radiusMeters, radiusMeters) else { return nil }
        return low...high
    }
}
