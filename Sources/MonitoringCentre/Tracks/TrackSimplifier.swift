package import Customs
import Foundation

/// Leaves out the points of a line that it can do without (Douglas and Peucker, 1973).
///
/// Distances are on the plane that touches the globe at the point that is measured, from a line that is straight in
/// longitude and latitude, as GeoJSON has it (RFC 7946, section 3.1.1). The first and the last point stay, so do both
/// sides of a change of state and of a gap, and a point in every so many: that bounds the work on a line that never
/// bends the same way twice.
package struct TrackSimplifier: Sendable {
    /// Both ends of a longer silence stay.
    package static let gapSeconds = 600.0
    /// Points between two that stay in any case.
    private static let longestSpan = 1024
    private static let metersPerDegree = 6_371_008.8 * Double.pi / 180

    /// Degrees of latitude, squared.
    private let squaredTolerance: Double

    package init(toleranceMeters: Double) {
        let degrees = toleranceMeters / Self.metersPerDegree
        squaredTolerance = degrees * degrees
    }

    /// The indices of the points to keep, in order. A point without a position stays only where the state changes at it.
    package func kept(of points: ArraySlice<TrackPoint>) -> [Int] {
        let line = Line(points)
        guard let last = line.indices.indices.last else {
            return points.indices.filter { $0 == points.startIndex || points[$0].state != points[$0 - 1].state }
        }
        var isKept = [Bool](repeating: false, count: line.indices.count)
        isKept[0] = true
        isKept[last] = true
        for index in isKept.indices.dropFirst() where line.isBreak(before: index) {
            isKept[index - 1] = true
            isKept[index] = true
        }
        keepBends(of: line, in: &isKept)
        var kept = line.indices.indices.lazy.filter { isKept[$0] }.map { line.indices[$0] } + []
        if line.indices.count < points.count {
            kept += points.indices.filter { index in
                index > points.startIndex && points[index].position == nil
                    && points[index].state != points[index - 1].state
            }
            kept.sort()
        }
        return kept
    }

    /// Splits each span between two kept points where it bends most, until none bends more than the tolerance.
    private func keepBends(of line: Line, in isKept: inout [Bool]) {
        var start = 0
        var spans: [(from: Int, to: Int)] = []
        for index in isKept.indices.dropFirst() {
            guard isKept[index] || index - start >= Self.longestSpan else { continue }
            isKept[index] = true
            spans.append((start, index))
            while let span = spans.popLast() {
                guard let bend = line.farthest(between: span.from, and: span.to, beyond: squaredTolerance) else {
                    continue
                }
                isKept[bend] = true
                spans.append((span.from, bend))
                spans.append((bend, span.to))
            }
            start = index
        }
    }
}

/// The points that have a position, in columns.
private struct Line {
    var indices: [Int] = []
    private var latitudes: [Double] = []
    private var longitudes: [Double] = []
    /// How much shorter a degree of longitude is at each point.
    private var shrinkage: [Double] = []
    private var milliseconds: [Int64] = []
    private var states: [SealState] = []

    init(_ points: ArraySlice<TrackPoint>) {
        indices.reserveCapacity(points.count)
        latitudes.reserveCapacity(points.count)
        longitudes.reserveCapacity(points.count)
        shrinkage.reserveCapacity(points.count)
        milliseconds.reserveCapacity(points.count)
        states.reserveCapacity(points.count)
        // Field by field from memory: a point as a whole is large to copy.
        points.withUnsafeBufferPointer { memory in
            for offset in memory.indices {
                guard let place = memory[offset].position else { continue }
                indices.append(points.startIndex + offset)
                latitudes.append(place.latitude)
                longitudes.append(place.longitude)
                shrinkage.append(cos(place.latitude * .pi / 180))
                milliseconds.append(memory[offset].fixTime.milliseconds)
                states.append(memory[offset].state)
            }
        }
    }

    /// Whether the state changes between two points next to each other, or time passes without one.
    func isBreak(before index: Int) -> Bool {
        states[index - 1] != states[index]
            || milliseconds[index] - milliseconds[index - 1] > Int64(TrackSimplifier.gapSeconds * 1000)
    }

    /// The point between two that lies farthest from the segment of both, if it is farther than the tolerance.
    func farthest(between from: Int, and to: Int, beyond squaredTolerance: Double) -> Int? {
        guard to - from > 1 else { return nil }
        var farthest: Int?
        var most = squaredTolerance
        latitudes.withUnsafeBufferPointer { latitudes in
            longitudes.withUnsafeBufferPointer { longitudes in
                shrinkage.withUnsafeBufferPointer { shrinkage in
                    for index in from + 1..<to {
                        let scale = shrinkage[index]
                        let ax = Self.wrapped(longitudes[from] - longitudes[index]) * scale
                        let ay = latitudes[from] - latitudes[index]
                        let dx = Self.wrapped(longitudes[to] - longitudes[from]) * scale
                        let dy = latitudes[to] - latitudes[from]
                        let length = dx * dx + dy * dy
                        let along = length > 0 ? min(1, max(0, -(ax * dx + ay * dy) / length)) : 0
                        let x = ax + along * dx
                        let y = ay + along * dy
                        let squared = x * x + y * y
                        if squared > most {
                            most = squared
                            farthest = index
                        }
                    }
                }
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
