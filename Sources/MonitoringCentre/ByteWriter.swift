import Customs

/// Appends JSON, XML and CSV to a byte array without strings in between: a track has 86,400 points a day.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []
    private var date = TextCursor.Date()

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @_disfavoredOverload
    mutating func append(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func integer(_ value: Int64) { write { $0.integer(value) } }

    /// Degrees with seven decimals, which is a centimetre.
    mutating func degrees(_ value: Double) { write { $0.degrees(value) } }

    /// A measured value with at most six decimals.
    mutating func number(_ value: Double) { write { $0.number(value) } }

    /// `null` where there is no value.
    mutating func numberOrNull(_ value: Double?) { write { $0.numberOrNull(value) } }

    /// RFC 3339 in UTC, milliseconds only where there are some.
    mutating func time(_ time: Timestamp) { write { $0.time(time) } }

    /// Appends what is written to the cursor: one item.
    @inline(__always)
    private mutating func write(_ item: (inout TextCursor) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TextCursor.longestItem) { memory in
            guard let start = memory.baseAddress else { return }
            var cursor = TextCursor(start, date: date)
            item(&cursor)
            date = cursor.date
            bytes.append(contentsOf: UnsafeMutableBufferPointer(start: start, count: cursor.next - start))
        }
    }

    mutating func quoted(_ time: Timestamp) {
        bytes.append(UInt8(ascii: "\""))
        self.time(time)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A JSON string.
    mutating func quoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.needsEscape) {
            for byte in text.utf8 { appendEscaped(byte) }
        } else {
            append(text)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        if byte < 0x20 {
            append("\\u00")
            bytes.append(UInt8(ascii: "0") + byte >> 4)
            bytes.append(Self.hexDigit(byte & 15))
        } else {
            if Self.needsEscape(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
    }

    /// Text inside an XML element or attribute; characters that XML 1.0 cannot hold become `?`.
    mutating func xml(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            case UInt8(ascii: "\""): append("&quot;")
            case 0..<0x20 where byte != 9 && byte != 10 && byte != 13: append("?")
            default: bytes.append(byte)
            }
        }
    }

    /// A field of a CSV record (RFC 4180).
    mutating func csv(_ text: String) {
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
        }
        guard needsQuotes else { return append(text) }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
