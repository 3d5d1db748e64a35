import Customs

/// What a lorry means to do: its road, where it stands, and where it drives unlike the others.
struct JourneyPlan {
    /// A stretch of the road with a speed of its own.
    struct Stretch: Sendable, Hashable {
        var meters: ClosedRange<Double>
        var metersPerSecond: ClosedRange<Double>
    }

    var road: Road
    /// The way into a forbidden zone or a foreign facility.
    var detour: Detour?
    /// In the order of the road.
    var stops: [PlannedStop] = []
    /// Apart from one another, in the order of the road.
    var stretches: [Stretch] = []
    /// Metres of the road that lead off the route.
    var offRoute: ClosedRange<Double>?
}
