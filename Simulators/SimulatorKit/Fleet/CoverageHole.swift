/// A stretch of a route without a network, where every transit falls silent.
public struct CoverageHole: Sendable, Hashable {
    public var route: String
    /// Metres from the route's start.
    public var meters: ClosedRange<Double>

    public init(route: String, meters: ClosedRange<Double>) {
        self.route = route
        self.meters = meters
    }
}
