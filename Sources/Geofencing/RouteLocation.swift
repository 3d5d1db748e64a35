/// Where a place lies by a route's line.
public struct RouteLocation: Sendable, Hashable {
    /// The piece of the line between two of its places, from 0: the hint for the next report.
    public var segment: Int32
    /// Metres along the line from its start.
    public var alongMeters: Double
    /// Metres from the place to the line.
    public var offMeters: Double

    public init(segment: Int32, alongMeters: Double, offMeters: Double) {
        self.segment = segment
        self.alongMeters = alongMeters
        self.offMeters = offMeters
    }
}
