package import Customs

/// The stored form of a track segment: a version byte, then one zstd frame of delta-coded columns.
///
/// Column by column because neighbours in time are alike: a seal that stands still every 30 s costs about a byte a
/// column before zstd, and next to nothing after it. A value that is absent takes no place in its column; the column of
/// presence bits says which are.
package enum TrackBlock {
    static let version: UInt8 = 1

    /// A point has at least this many columns of one byte.
    private static let minimumPointSize = 7

    static func encode(_ points: [PackedPoint], boots: [String], with compressor: Compressor) throws -> [UInt8] {
        var writer = ByteWriter(capacity: 64 + points.count * 32)
        writer.append(varint: UInt64(points.count))
        appendBoots(of: points, boots: boots, to: &writer)
        for point in points { writer.append(byte: point.mode) }
        for point in points { writer.append(byte: point.state) }
        var columns = ColumnWriter(points: points, writer: writer)
        columns.append { Int64($0.presence.rawValue) }
        columns.appendSteady { $0.fixTime }
        columns.append { $0.receivedAt &- $0.fixTime }
        columns.appendSteady { $0.sequence }
        columns.append { $0.ordinal }
        columns.append(.position) { Int64($0.latitude) }
        columns.append(.position) { Int64($0.longitude) }
        columns.append(.altitude) { Int64($0.altitude) }
        columns.append(.speed) { Int64($0.speed) }
        columns.append(.course) { Int64($0.course) }
        columns.append(.horizontalError) { Int64($0.horizontalError) }
        columns.append(.satellites) { Int64($0.satellites) }
        columns.append(.hdop) { Int64($0.hdop) }
        columns.append(.carrierToNoise) { Int64($0.carrierToNoise) }
        columns.append(.battery) { Int64($0.battery) }
        columns.append(.interval) { $0.interval }
        return try compressor.compress(columns.writer.bytes, prefix: version)
    }

    /// - Throws: `CodecError` where the bytes are not what `encode` wrote.
    static func decode(
        _ stored: UnsafeRawBufferPointer, with decompressor: Decompressor
    ) throws -> (points: [PackedPoint], boots: [String]) {
        let content = try decompressor.decompress(stored, prefix: version)
        return try content.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            let count = try reader.count()
            guard count <= reader.remaining / minimumPointSize else { throw CodecError("counts \(count) points") }
            var points = [PackedPoint](repeating: PackedPoint(), count: count)
            let boots = try readBoots(into: &points, from: &reader)
            for index in points.indices { points[index].mode = try reader.byte() }
            for index in points.indices {
                points[index].state = try reader.byte()
                guard Int(points[index].state) < PackedPoint.states.count else {
                    throw CodecError("has an unknown seal state, \(points[index].state)")
                }
            }
            var columns = ColumnReader(points: points, reader: reader)
            try columns.read { $0.presence = .init(rawValue: UInt16(truncatingIfNeeded: $1)) }
            try columns.readSteady { $0.fixTime = $1 }
            try columns.read { $0.receivedAt = $0.fixTime &+ $1 }
            try columns.readSteady { $0.sequence = $1 }
            try columns.read { $0.ordinal = $1 }
            try columns.read(.position) { $0.latitude = Int32(truncatingIfNeeded: $1) }
            try columns.read(.position) { $0.longitude = Int32(truncatingIfNeeded: $1) }
            try columns.read(.altitude) { $0.altitude = Int32(truncatingIfNeeded: $1) }
            try columns.read(.speed) { $0.speed = Int32(truncatingIfNeeded: $1) }
            try columns.read(.course) { $0.course = Int32(truncatingIfNeeded: $1) }
            try columns.read(.horizontalError) { $0.horizontalError = Int32(truncatingIfNeeded: $1) }
            try columns.read(.satellites) { $0.satellites = Int32(truncatingIfNeeded: $1) }
            try columns.read(.hdop) { $0.hdop = Int32(truncatingIfNeeded: $1) }
            try columns.read(.carrierToNoise) { $0.carrierToNoise = Int32(truncatingIfNeeded: $1) }
            try columns.read(.battery) { $0.battery = Int32(truncatingIfNeeded: $1) }
            try columns.read(.interval) { $0.interval = $1 }
            guard columns.reader.remaining == 0 else {
                throw CodecError("has \(columns.reader.remaining) bytes too many")
            }
            return (columns.points, boots)
        }
    }

    /// The boots that the points use, then the number of each point's.
    private static func appendBoots(of points: [PackedPoint], boots: [String], to writer: inout ByteWriter) {
        var used: [Int32] = []
        let numbers = points.map { point in
            if let number = used.lastIndex(of: point.boot) { return number }
            used.append(point.boot)
            return used.count - 1
        }
        writer.append(varint: UInt64(used.count))
        for boot in used { writer.append(counted: boots[Int(boot)].utf8) }
        for number in numbers { writer.append(varint: UInt64(number)) }
    }

    private static func readBoots(into points: inout [PackedPoint], from reader: inout ByteReader) throws -> [String] {
        var boots: [String] = []
        for _ in 0..<(try reader.count()) { boots.append(try reader.text()) }
        for index in points.indices {
            let number = try reader.varint()
            guard number < UInt64(boots.count) else { throw CodecError("names boot \(number) of \(boots.count)") }
            points[index].boot = Int32(number)
        }
        return boots
    }
}

extension TrackBlock {
    /// For tests: the bytes of a block of these points.
    package static func encode(_ track: [TrackPoint]) throws -> [UInt8] {
        var boots: [String] = []
        let points = track.map { PackedPoint($0, boot: boots.number(of: $0.boot)) }
        return try encode(points, boots: boots, with: Compressor(level: 3))
    }

    /// For tests: the points of a block.
    package static func decode(_ stored: [UInt8]) throws -> [TrackPoint] {
        let (points, boots) = try stored.withUnsafeBytes { try decode($0, with: Decompressor()) }
        return points.map { $0.unpacked(boots: boots) }
    }
}

extension [String] {
    /// The index of `boot`, which is appended where it is new. Newest first: the boot before is nearly always the boot.
    mutating func number(of boot: String) -> Int32 {
        if let index = lastIndex(of: boot) { return Int32(index) }
        append(boot)
        return Int32(count - 1)
    }
}
