/// Writes one field of all points after another, each number as its difference to the one before.
struct ColumnWriter {
    let points: [PackedPoint]
    var writer: ByteWriter

    /// A field of the points that have it.
    @inline(__always)
    mutating func append(_ mark: PackedPoint.Presence = [], _ field: (PackedPoint) -> Int64) {
        var previous: Int64 = 0
        for point in points where point.presence.isSuperset(of: mark) {
            let value = field(point)
            writer.append(zigzag: value &- previous)
            previous = value
        }
    }

    /// A field that grows by nearly the same each time: the difference between differences.
    @inline(__always)
    mutating func appendSteady(_ field: (PackedPoint) -> Int64) {
        var previous: Int64 = 0
        var step: Int64 = 0
        for point in points {
            let next = field(point) &- previous
            writer.append(zigzag: next &- step)
            previous &+= next
            step = next
        }
    }
}

/// Reads what `ColumnWriter` wrote, in the same order.
struct ColumnReader {
    var points: [PackedPoint]
    var reader: ByteReader

    @inline(__always)
    mutating func read(
        _ mark: PackedPoint.Presence = [], _ set: (inout PackedPoint, Int64) -> Void
    ) throws {
        var value: Int64 = 0
        var reader = reader
        defer { self.reader = reader }
        // A column after another over the same points: checks at every step cost more than the numbers.
        try points.withUnsafeMutableBufferPointer { points in
            for index in points.indices where points[index].presence.isSuperset(of: mark) {
                value &+= try reader.zigzag()
                set(&points[index], value)
            }
        }
    }

    @inline(__always)
    mutating func readSteady(_ set: (inout PackedPoint, Int64) -> Void) throws {
        var value: Int64 = 0
        var step: Int64 = 0
        var reader = reader
        defer { self.reader = reader }
        try points.withUnsafeMutableBufferPointer { points in
            for index in points.indices {
                step &+= try reader.zigzag()
                value &+= step
                set(&points[index], value)
            }
        }
    }
}
