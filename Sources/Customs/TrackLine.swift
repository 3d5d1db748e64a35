import Foundation

/// What a `TrackSimplifier` looks at of a track.
public struct TrackLine: Sendable {
    /// A point that has a position.
    struct Vertex: Sendable {
        var latitude: Double
        var longitude: Double
        /// How much shorter a degree of longitude is here.
        var shrinkage: Double
        var milliseconds: Int64
        /// Which of the track's points it is.
        var index: Int
        var state: SealState
    }

    private(set) var vertices: [Vertex] = []
    /// Points without a position at which the state changes, or which come first of all.
    private(set) var blindChanges: [Int] = []
    private var count = 0
    private var lastState: SealState?

    /// An empty line with room for so many points.
    public init(capacity: Int) { vertices.reserveCapacity(capacity) }

    public init(_ points: some Collection<TrackPoint>) {
        self.init(capacity: points.count)
        for point in points { append(point.position, fixTime: point.fixTime, state: point.state) }
    }

    /// Appends the next point in time.
    public mutating func append(_ place: Coordinate?, fixTime: Timestamp, state: SealState) {
        if let place {
            vertices.append(
                Vertex(
                    latitude: place.latitude, longitude: place.longitude,
                    shrinkage: cos(place.latitude * .pi / 180), milliseconds: fixTime.milliseconds, index: count,
                    state: state))
        } else if state != lastState {
            blindChanges.append(count)
        }
        lastState = state
        count += 1
    }
}
