/// One edge of a ring, from its southern to its northern end, in degrees.
///
/// Always in that direction, whichever way the ring runs: two polygons that share an edge compute the same crossing,
/// so exactly one of them holds a place on it.
struct Edge: BitwiseCopyable, Sendable {
    var lowX: Double
    var lowY: Double
    var highY: Double
    /// Degrees east per degree north; 0 for a level edge, which no ray crosses.
    var slope: Double

    /// The longitude at which the edge passes a latitude between its ends.
    @inline(__always)
    func x(at y: Double) -> Double { lowX + slope * (y - lowY) }

    /// Whether a ray from the place to the east crosses the edge, 1 or 0; its northern end does not belong to it.
    @inline(__always)
    func crossings(eastOf x: Double, _ y: Double) -> UInt32 {
        let straddles: UInt32 = lowY <= y ? 1 : 0
        let below: UInt32 = y < highY ? 1 : 0
        let east: UInt32 = x < self.x(at: y) ? 1 : 0
        return straddles & below & east
    }
}

/// What lookups need not know of an edge.
struct EdgeEnd: BitwiseCopyable, Sendable {
    /// Longitude of the northern end.
    var highX: Double
    /// The ring runs along it from north to south.
    var isDescending: Bool
    var startsRing: Bool
}
