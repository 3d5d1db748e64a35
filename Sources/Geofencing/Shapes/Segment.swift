import Customs

/// The straight way from one place to the next, the shorter way round, in degrees.
struct Segment {
    let startX: Double
    let startY: Double
    let dx: Double
    let dy: Double
    let south: Double
    let north: Double
    let west: Double
    let east: Double
    /// It stays between the two sides of the antimeridian, so that longitudes compare as they are.
    let isUnwrapped: Bool

    init(from a: Coordinate, to b: Coordinate) {
        startX = Geodesy.wrapped(a.longitude)
        startY = a.latitude
        dx = Geodesy.wrapped(Geodesy.wrapped(b.longitude) - startX)
        dy = b.latitude - a.latitude
        south = min(a.latitude, b.latitude)
        north = max(a.latitude, b.latitude)
        west = min(startX, startX + dx)
        east = max(startX, startX + dx)
        isUnwrapped = west >= -180 && east < 180
    }

    func place(at share: Double) -> (x: Double, y: Double) {
        (Geodesy.wrapped(startX + dx * share), startY + dy * share)
    }

    /// The share of the segment at which it crosses the edge, if it does.
    @inline(__always)
    func cut(_ edge: Edge, highX: Double) -> Double? {
        guard edge.lowY <= north, edge.highY >= south else { return nil }
        var lowX = edge.lowX
        if !isUnwrapped { lowX += (((west + east - edge.lowX - highX) / 720).rounded()) * 360 }
        let ex = highX - edge.lowX
        guard min(lowX, lowX + ex) <= east, max(lowX, lowX + ex) >= west else { return nil }
        let ey = edge.highY - edge.lowY
        let denominator = dx * ey - dy * ex
        guard denominator != 0 else { return nil }
        let t = ((lowX - startX) * ey - (edge.lowY - startY) * ex) / denominator
        let s = ((lowX - startX) * dy - (edge.lowY - startY) * dx) / denominator
        return t > 0 && t < 1 && s >= 0 && s <= 1 ? t : nil
    }
}
