import Customs

/// The nearest place of a piece of line that is straight in longitude and latitude.
enum GroundLine {
    /// Metres from a place to the piece; what is surely farther than `limit` may come back as infinite.
    static func distanceMeters(
        _ x: Double, _ y: Double, _ aX: Double, _ aY: Double, _ bX: Double, _ bY: Double, within limit: Double
    ) -> Double {
        let south = min(aY, bY) - y
        let north = y - max(aY, bY)
        if max(south, north) * Geodesy.metersPerDegree > limit { return .infinity }
        let nearest = nearest(x, y, aX, aY, bX, bY)
        let flat = nearest.meters
        // The flat map is good to 0.1 % there; the sphere itself is dearer.
        guard flat > 20_000 else { return flat }
        return Geodesy.distanceMeters(
            Coordinate(latitude: y, longitude: x),
            Coordinate(latitude: aY + (bY - aY) * nearest.share, longitude: aX + (bX - aX) * nearest.share))
    }

    /// The share of the piece at which it is nearest, and how far that is on a flat map between the two.
    static func nearest(
        _ x: Double, _ y: Double, _ aX: Double, _ aY: Double, _ bX: Double, _ bY: Double
    ) -> (share: Double, meters: Double) {
        let startX = Geodesy.wrapped(aX - x)
        let startY = aY - y
        let ex = Geodesy.wrapped(bX - aX)
        let ey = bY - aY
        var share = 0.5
        var meters = Double.infinity
        // Degrees of longitude shrink northwards; the second round takes them halfway to the nearest place.
        for _ in 0..<2 {
            let middle = y + (startY + share * ey) / 2
            let east = cosine(ofDegrees: middle)
            let wx = ex * east
            let squared = wx * wx + ey * ey
            share = squared > 0 ? max(0, min(1, -(startX * east * wx + startY * ey) / squared)) : 0
            let dx = (startX + share * ex) * east
            let dy = startY + share * ey
            meters = (dx * dx + dy * dy).squareRoot() * Geodesy.metersPerDegree
        }
        return (share, meters)
    }
}
