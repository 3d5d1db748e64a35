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

    package var startsAt: Timestamp
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
        guard let first = second(from: 0, inside: zone, true) else { return nil }
        return first..<(second(from: first, inside: zone, false) ?? samples.count)
    }

    /// The first second not before `start` in which it is inside the zone, or outside of it.
    func second(from start: Int, inside zone: Zone, _ isInside: Bool) -> Int? {
        var second = start
        while second < samples.count {
            let clearance = zone.shape.clearanceMeters(of: place(second))
            if (clearance <= 0) == isInside { return second }
            // Nothing crosses the edge sooner than this; and standing takes no looks at all.
            second += max(1, Int(abs(clearance) * 0.98 / Self.fastestMetersPerSecond))
            while second < samples.count, second > start, samples[second].meters == samples[second - 1].meters {
                second += 1
            }
        }
        return nil
    }

    /// The first second in which it has come so far along its road.
    func second(atMeters meters: Double) -> Int {
        var low = 0
        var high = samples.count - 1
        while low < high {
            let middle = (low + high) / 2
            if samples[middle].meters < meters { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Seconds of a stretch of the road.
    func seconds(ofMeters meters: ClosedRange<Double>) -> Range<Int> {
        let first = second(atMeters: meters.lowerBound)
        return first..<max(first + 1, second(atMeters: meters.upperBound))
    }

    func isStanding(_ second: Int) -> Bool {
        samples[min(max(second, 0), samples.count - 1)].speedMetersPerSecond < 0.1
    }

    static let fastestMetersPerSecond = 35.0
}
