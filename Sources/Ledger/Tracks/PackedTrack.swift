import Customs

/// Points of one or more seals as they are stored, brought together for a query.
struct PackedTrack: Sendable {
    var points: [PackedPoint] = []
    /// What the points' boots count.
    private(set) var boots: [String] = []

    /// Appends the points of a segment whose fix time is within `times`, in milliseconds.
    mutating func append(_ segment: TrackSegment, within times: ClosedRange<Int64>) {
        let numbers = segment.boots.map { boots.number(of: $0) }
        for point in segment.points where times.contains(point.fixTime) {
            points.append(point)
            points[points.count - 1].boot = numbers[Int(point.boot)]
        }
    }

    /// Puts the points in order of fix time, then sequence.
    mutating func sort() {
        // Nearly every seal reports in order.
        let isSorted = points.withUnsafeBufferPointer { points in
            points.indices.dropFirst().allSatisfy { !Self.precedes(points[$0], points[$0 - 1]) }
        }
        if !isSorted { points.sort(by: Self.precedes) }
    }

    static func precedes(_ a: PackedPoint, _ b: PackedPoint) -> Bool {
        (a.fixTime, a.sequence, a.ordinal) < (b.fixTime, b.sequence, b.ordinal)
    }

    /// The indices of the points of a sorted track that a tolerance leaves; `nil` leaves all.
    func kept(_ toleranceMeters: Double?) -> [Int] {
        toleranceMeters.map { kept($0, of: points.indices) } ?? Array(points.indices)
    }

    /// Which of some points, in this order, a tolerance leaves.
    func kept(_ toleranceMeters: Double, of indices: some RandomAccessCollection<Int>) -> [Int] {
        var line = TrackLine(capacity: indices.count)
        points.withUnsafeBufferPointer { points in
            for index in indices {
                line.append(
                    points[index].position, fixTime: Timestamp(milliseconds: points[index].fixTime),
                    state: PackedPoint.states[Int(points[index].state)])
            }
        }
        let kept = TrackSimplifier(toleranceMeters: toleranceMeters).kept(of: line)
        return kept.map { indices[indices.index(indices.startIndex, offsetBy: $0)] }
    }
}
