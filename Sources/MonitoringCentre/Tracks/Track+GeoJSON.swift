import Customs
package import NIOCore

extension Track {
    /// A Feature: a LineString, a Point where there is only one position, no geometry without any. What was measured
    /// at each position stands at the same place in the arrays of `coordinateProperties`.
    package func geoJSON() -> [UInt8] { geoJSONParts().flatMap { Array($0.readableBytesView) } }

    /// The same as buffers that follow each other: each array grows in its own, and nothing is copied together.
    package func geoJSONParts() -> [ByteBuffer] {
        let columns = GeoJSONColumns(points)
        var parts: [ByteBuffer] = []
        func add(_ text: String) { parts.append(ByteBuffer(string: text)) }
        switch columns.count {
        case 0: add("{\"type\":\"Feature\",\"geometry\":null")
        case 1: add("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":")
        default: add("{\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":[")
        }
        parts.append(columns.coordinates)
        var middle = ByteWriter()
        switch columns.count {
        case 0: break
        case 1: middle.append("}")
        default: middle.append("]}")
        }
        switch owner {
        case .seal: middle.append(",\"properties\":{\"seal\":")
        case .container: middle.append(",\"properties\":{\"container\":")
        }
        middle.quoted(owner.name)
        middle.append(",\"coordinateProperties\":{\"times\":[")
        parts.append(ByteBuffer(bytes: middle.bytes))
        parts.append(columns.times)
        add("],\"speeds\":[")
        parts.append(columns.speeds)
        add("],\"tracks\":[")
        parts.append(columns.courses)
        add("],\"states\":[")
        parts.append(columns.states)
        add("],\"batteries\":[")
        parts.append(columns.batteries)
        if case .container = owner {
            add("],\"seals\":[")
            parts.append(sealNames())
        }
        add("]}}}")
        return parts
    }

    private func sealNames() -> ByteBuffer {
        var writer = ByteWriter(capacity: points.count * 14)
        var isFirst = true
        for stretch in stretches {
            var name = ByteWriter()
            name.quoted(stretch.seal)
            for point in points[stretch.range] where point.position != nil {
                if !isFirst { writer.append(",") }
                isFirst = false
                writer.append(name.bytes)
            }
        }
        return ByteBuffer(bytes: writer.bytes)
    }
}

/// What GeoJSON says of one position: small to copy, as a whole point is not.
private struct Fix {
    var time: Timestamp
    var place: Coordinate
    var altitude: Double?
    var speed: Double?
    var course: Double?
    var battery: Double?
    var state: SealState
}

/// The arrays of a track's GeoJSON without their brackets.
private struct GeoJSONColumns {
    /// Points that are written to one column before the next: few enough to stay in the processor's cache.
    private static let chunk = 256

    /// How many points have a position.
    private(set) var count = 0
    private(set) var coordinates: ByteBuffer
    private(set) var times: ByteBuffer
    private(set) var speeds: ByteBuffer
    private(set) var courses: ByteBuffer
    private(set) var states: ByteBuffer
    private(set) var batteries: ByteBuffer

    init(_ points: [TrackPoint]) {
        let allocator = ByteBufferAllocator()
        let room = points.count + Self.chunk
        coordinates = allocator.buffer(capacity: room * 30)
        times = allocator.buffer(capacity: room * 23)
        speeds = allocator.buffer(capacity: room * 7)
        courses = allocator.buffer(capacity: room * 7)
        states = allocator.buffer(capacity: room * 9)
        batteries = allocator.buffer(capacity: room * 7)
        var fixes: [Fix] = []
        fixes.reserveCapacity(Self.chunk)
        points.withUnsafeBufferPointer { points in
            for index in points.indices {
                guard let place = points[index].position else { continue }
                fixes.append(
                    Fix(
                        time: points[index].fixTime, place: place, altitude: points[index].altitudeMeters,
                        speed: points[index].speedMetersPerSecond, course: points[index].courseDegrees,
                        battery: points[index].battery, state: points[index].state))
                if fixes.count == Self.chunk {
                    add(fixes)
                    fixes.removeAll(keepingCapacity: true)
                }
            }
        }
        add(fixes)
    }

    private mutating func add(_ fixes: [Fix]) {
        let isFirst = count == 0
        let longest = TextCursor.longestItem
        Self.write(fixes, isFirst, longest: 3 * longest, to: &coordinates) { fix, text in
            text.put(UInt8(ascii: "["))
            text.degrees(fix.place.longitude)
            text.put(UInt8(ascii: ","))
            text.degrees(fix.place.latitude)
            if let altitude = fix.altitude {
                text.put(UInt8(ascii: ","))
                text.number(altitude)
            }
            text.put(UInt8(ascii: "]"))
        }
        Self.write(fixes, isFirst, longest: longest, to: &times) { $1.quoted($0.time) }
        Self.write(fixes, isFirst, longest: longest, to: &speeds) { $1.numberOrNull($0.speed) }
        Self.write(fixes, isFirst, longest: longest, to: &courses) { $1.numberOrNull($0.course) }
        Self.write(fixes, isFirst, longest: longest, to: &states) { fix, text in
            switch fix.state {
            case .locked: text.put("\"locked\"")
            case .unlocked: text.put("\"unlocked\"")
            case .tampered: text.put("\"tampered\"")
            }
        }
        Self.write(fixes, isFirst, longest: longest, to: &batteries) { $1.numberOrNull($0.battery) }
        count += fixes.count
    }

    /// Writes an item for each fix, with commas between them.
    @inline(__always)
    private static func write(
        _ fixes: [Fix], _ isFirst: Bool, longest: Int, to buffer: inout ByteBuffer,
        _ item: (Fix, inout TextCursor) -> Void
    ) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: fixes.count * (longest + 1)) { memory in
            guard let start = memory.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
            var text = TextCursor(start)
            var isFirst = isFirst
            for fix in fixes {
                if !isFirst { text.put(UInt8(ascii: ",")) }
                isFirst = false
                item(fix, &text)
            }
            return text.next - start
        }
    }
}
