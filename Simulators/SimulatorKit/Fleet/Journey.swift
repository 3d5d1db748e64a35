package import Customs

/// Where a lorry was in every second from the opening of its transit to a little after the close.
package struct Journey: Sendable {
    package struct Sample: Sendable {
        /// Metres from the start of the road.
        package var meters: Double
        package var speedMetersPerSecond: Double
    }

    package struct Stop: Sendable {
        package var plan: PlannedStop
        /// Seconds from the start.
        package var seconds: Range<Int>
    }

    package let startsAt: Timestamp
    package let road: Road
    /// One a second.
    package let samples: [Sample]
    package let stops: [Stop]
    /// The second in which it is first outside its origin.
    package let departure: Int
    /// The second in which it is first inside its destination.
    package let arrival: Int
    /// The second in which an officer closes the transit.
    package let close: Int

    package func time(_ second: Int) -> Timestamp { startsAt.advanced(bySeconds: Double(second)) }

    package func place(_ second: Int) -> Coordinate {
        road.path.place(atMeters: samples[min(max(second, 0), samples.count - 1)].meters)
    }

    /// The seconds in which it is inside the zone, from the first entry on.
    package func stay(in zone: Zone) -> Range<Int>? {
        let isInside: (Int) -> Bool = { zone.shape.clearanceMeters(of: place($0)) <= 0 }
        guard let first = samples.indices.first(where: isInside) else { return nil }
        let end = samples.indices[first...].first { !isInside($0) } ?? samples.count
        return first..<end
    }
}
