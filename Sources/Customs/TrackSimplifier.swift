/// Leaves out the points of a line that it can do without (Douglas and Peucker, 1973).
///
/// Distances are on the plane that touches the globe at the point that is measured, from a line that is straight in
/// longitude and latitude, as GeoJSON has it (RFC 7946, section 3.1.1). The first and the last point stay, so do both
/// sides of a change of state and of a gap, and a point in every so many: that bounds the work on a line that never
/// bends the same way twice.
public struct TrackSimplifier: Sendable {
    /// Both ends of a longer silence stay.
    public static let gapSeconds = 600.0
    /// Points between two that stay in any case.
    private static let longestSpan = 1024
    private static let metersPerDegree = 6_371_008.8 * Double.pi / 180

    /// Degrees of latitude, squared.
    private let squaredTolerance: Double

    public init(toleranceMeters: Double) {
        let degrees = toleranceMeters / Self.metersPerDegree
        squaredTolerance = degrees * degrees
    }

    /// The indices of the points to keep, in order. A point without a position stays only where the state changes at it.
    public func kept(of line: TrackLine) -> [Int] {
        guard !line.vertices.isEmpty else { return line.blindChanges }
        var kept = line.vertices.withUnsafeBufferPointer { vertices in
            let isKept = marked(vertices)
            return vertices.indices.filter { isKept[$0] }.map { vertices[$0].index }
        }
        // The first point of all is no change where others have a position.
        let changes = line.blindChanges.drop { $0 == 0 }
        if !changes.isEmpty { kept = (kept + changes).sorted() }
        return kept
    }

    private func marked(_ line: UnsafeBufferPointer<TrackLine.Vertex>) -> [Bool] {
        var isKept = [Bool](repeating: false, count: line.count)
        isKept[0] = true
        isKept[line.count - 1] = true
        for index in line.indices.dropFirst() where Self.isBreak(line[index - 1], line[index]) {
            isKept[index - 1] = true
            isKept[index] = true
        }
        // Each span between two kept points is split where it bends most, until none bends more than the tolerance.
        var start = 0
        var spans: [(from: Int, to: Int)] = []
        for index in line.indices.dropFirst() {
            guard isKept[index] || index - start >= Self.longestSpan else { continue }
            isKept[index] = true
            spans.append((start, index))
            while let span = spans.popLast() {
                guard let bend = farthest(of: line, between: span.from, and: span.to) else { continue }
                isKept[bend] = true
                spans.append((span.from, bend))
                spans.append((bend, span.to))
            }
            start = index
        }
        return isKept
    }

    /// Whether the state changes between two points next to each other, or time passes without one.
    private static func isBreak(_ a: TrackLine.Vertex, _ b: TrackLine.Vertex) -> Bool {
        a.state != b.state || b.milliseconds - a.milliseconds > Int64(gapSeconds * 1000)
    }

    /// The point between two that lies farthest from the segment of both, if it is farther than the tolerance.
    private func farthest(
        of line: UnsafeBufferPointer<TrackLine.Vertex>, between from: Int, and to: Int
    ) -> Int? {
        var farthest: Int?
        var most = squaredTolerance
        let (latitude, longitude) = (line[from].latitude, line[from].longitude)
        let segmentX = Self.wrapped(line[to].longitude - longitude)
        let dy = line[to].latitude - latitude
        for index in from + 1..<max(to, from + 1) {
            let scale = line[index].shrinkage
            let x = Self.wrapped(line[index].longitude - longitude) * scale
            let y = line[index].latitude - latitude
            let dx = segmentX * scale
            let length = dx * dx + dy * dy
            let along = x * dx + y * dy
            // Beside the segment the distance is the height of the triangle: compared without a division, which costs
            // more than all the rest, unless the point is the farthest so far.
            let cross = x * dy - y * dx
            let squared: Double
            if along <= 0 {
                squared = x * x + y * y
            } else if along >= length {
                squared = (x - dx) * (x - dx) + (y - dy) * (y - dy)
            } else if cross * cross > most * length {
                squared = cross * cross / length
            } else {
                continue
            }
            if squared > most {
                most = squared
                farthest = index
            }
        }
        return farthest
    }

    /// A difference of longitudes the short way round.
    @inline(__always)
    private static func wrapped(_ degrees: Double) -> Double {
        degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
    }
}
