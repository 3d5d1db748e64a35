package import Customs

/// A line that a lorry drives along, addressed by the metres from its start.
package struct RoadPath: Sendable, Hashable {
    package let vertices: [Coordinate]
    private let distances: [Double]

    /// `nil` for fewer than two different vertices.
    package init?(_ vertices: [Coordinate]) {
        var kept: [Coordinate] = []
        for vertex in vertices where vertex != kept.last { kept.append(vertex) }
        guard kept.count >= 2 else { return nil }
        self.vertices = kept
        distances = zip(kept, kept.dropFirst()).reduce(into: [0]) { sums, ends in
            sums.append(sums[sums.count - 1] + Earth.distanceMeters(ends.0, ends.1))
        }
    }

    /// Metres from end to end.
    package var lengthMeters: Double { distances[distances.count - 1] }

    /// The place at so many metres from the start; beyond an end, the end.
    package func place(atMeters meters: Double) -> Coordinate {
        let index = segment(atMeters: meters)
        let (a, b) = (vertices[index], vertices[index + 1])
        let share = min(1, max(0, (meters - distances[index]) / (distances[index + 1] - distances[index])))
        return Coordinate(
            latitude: a.latitude + share * (b.latitude - a.latitude),
            longitude: a.longitude + share * (b.longitude - a.longitude))
    }

    /// The direction of travel there, in degrees from north.
    package func courseDegrees(atMeters meters: Double) -> Double {
        let index = segment(atMeters: meters)
        return Earth.courseDegrees(from: vertices[index], to: vertices[index + 1])
    }

    /// The path that leaves this one at `leave` metres, goes to `place`, and is back on it at `back` metres.
    package func detour(leaving leave: Double, over place: Coordinate, backAt back: Double) -> RoadPath? {
        let before = zip(vertices, distances).filter { $0.1 < leave }.map(\.0)
        let after = zip(vertices, distances).filter { $0.1 > back }.map(\.0)
        return RoadPath(
            before + [self.place(atMeters: leave), place, self.place(atMeters: back)] + after)
    }

    /// The path that takes another way between two of its places.
    package func replacing(from first: Double, to last: Double, by way: [Coordinate]) -> RoadPath? {
        let before = zip(vertices, distances).filter { $0.1 < first }.map(\.0)
        let after = zip(vertices, distances).filter { $0.1 > last }.map(\.0)
        return RoadPath(before + way + after)
    }

    private func segment(atMeters meters: Double) -> Int {
        var low = 0
        var high = distances.count - 2
        while low < high {
            let middle = (low + high + 1) / 2
            if distances[middle] <= meters { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
