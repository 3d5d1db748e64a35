package import Customs

/// The line that `mosquitto_sub -F %J` prints for a seal's report, read in one go.
package enum PlainMessage {
    /// Reads the line, adds its report to `decoded` and returns when it came.
    ///
    /// As with `PlainReport`, `nil` says only that the line is not of that form; then nothing was added.
    package static func read(_ line: UnsafeRawBufferPointer, into decoded: inout Decoded) -> Timestamp? {
        let count = decoded.count
        if let receivedAt = fields(line, &decoded) { return receivedAt }
        decoded.removeLast(decoded.count - count)
        return nil
    }

    @inline(__always)
    private static func fields(_ line: UnsafeRawBufferPointer, _ decoded: inout Decoded) -> Timestamp? {
        guard var cursor = PlainCursor(line), cursor.take("{") else { return nil }
        var receivedAt: Timestamp?
        var seal: UnsafeRawBufferPointer?
        var hasPayload = false
        while true {
            guard let name = cursor.key() else { return nil }
            switch name {
            case "tst":
                // The report is held against the time, so that it must be known first, and once.
                guard receivedAt == nil, let time = cursor.time() else { return nil }
                receivedAt = time
            case "topic":
                guard seal == nil, let range = cursor.string() else { return nil }
                seal = SealTopic.name(in: cursor.bytes(range))
                guard seal != nil else { return nil }
            case "payload":
                guard !hasPayload, let receivedAt, let seal else { return nil }
                hasPayload = payload(&cursor, seal: seal, receivedAt: receivedAt, into: &decoded)
                guard hasPayload else { return nil }
            case "payloadlen":
                guard let size = cursor.decimal(), size.isInteger, 0...Double(Int32.max) ~= size.value else {
                    return nil
                }
            default:
                guard cursor.skipPlainValue() else { return nil }
            }
            guard let isMore = cursor.takeComma() else { return nil }
            if !isMore { break }
        }
        cursor.skipBlanks()
        return cursor.index == cursor.end && hasPayload ? receivedAt : nil
    }

    @inline(__always)
    private static func payload(
        _ cursor: inout PlainCursor, seal: UnsafeRawBufferPointer, receivedAt: Timestamp, into decoded: inout Decoded
    ) -> Bool {
        let start = cursor.index
        if cursor.byte == UInt8(ascii: "\"") {
            return text(&cursor, seal: seal, receivedAt: receivedAt, into: &decoded)
        }
        return PlainReport.read(&cursor, seal: seal, receivedAt: receivedAt, into: &decoded)
            && cursor.index - start <= Wire.maximumPayloadBytes
    }

    /// A payload that was recorded as a string: its text is the report.
    private static func text(
        _ cursor: inout PlainCursor, seal: UnsafeRawBufferPointer, receivedAt: Timestamp, into decoded: inout Decoded
    ) -> Bool {
        guard let body = cursor.unescapedString(), body.count <= Wire.maximumPayloadBytes else { return false }
        return body.withUnsafeBytes { bytes in
            guard var inner = PlainCursor(bytes) else { return false }
            guard PlainReport.read(&inner, seal: seal, receivedAt: receivedAt, into: &decoded) else { return false }
            inner.skipBlanks()
            return inner.index == inner.end
        }
    }
}
