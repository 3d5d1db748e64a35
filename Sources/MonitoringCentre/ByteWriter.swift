import Customs

/// Appends JSON, XML and CSV to a byte array without strings in between: a track has 86,400 points a day.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []
    /// The day whose date is in `datePrefix`: the points of a track share it.
    private var cachedDay = Int64.min
    private var datePrefix: [UInt8] = []

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @_disfavoredOverload
    mutating func append(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func integer(_ value: Int64) { decimal(value.magnitude, isNegative: value < 0, decimals: 0) }

    /// Degrees with seven decimals, which is a centimetre.
    mutating func degrees(_ value: Double) { fixed(value, scale: 1e7, decimals: 7) }

    /// A measured value with at most six decimals.
    mutating func number(_ value: Double) { fixed(value, scale: 1e6, decimals: 6) }

    /// `null` where there is no value.
    mutating func numberOrNull(_ value: Double?) {
        if let value { number(value) } else { append("null") }
    }

    /// Rounds and leaves trailing zeros out; `null` for what is no number.
    private mutating func fixed(_ value: Double, scale: Double, decimals: Int) {
        guard value.isFinite else { return append("null") }
        let scaled = (value * scale).rounded()
        guard abs(scaled) < 9e15 else { return append("\(value)") }
        decimal(UInt64(abs(scaled)), isNegative: scaled < 0, decimals: decimals)
    }

    /// Writes `magnitude` / 10^`decimals`, from its last digit to its first.
    private mutating func decimal(_ magnitude: UInt64, isNegative: Bool, decimals: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
            var rest = magnitude
            var decimals = decimals
            while decimals > 0, rest % 10 == 0 {
                rest /= 10
                decimals -= 1
            }
            var start = buffer.count
            func put(_ byte: UInt8) {
                start -= 1
                buffer[start] = byte
            }
            if decimals > 0 {
                for _ in 0..<decimals {
                    put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                    rest /= 10
                }
                put(UInt8(ascii: "."))
            }
            repeat {
                put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            if isNegative { put(UInt8(ascii: "-")) }
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[start...]))
        }
    }

    /// RFC 3339 in UTC, milliseconds only where there are some.
    mutating func time(_ time: Timestamp) {
        let (day, ofDay) = time.milliseconds.quotientAndModulo(by: 86_400_000)
        if day != cachedDay {
            cachedDay = day
            datePrefix = Array(Timestamp(milliseconds: day * 86_400_000).rfc3339.utf8.prefix(11))
        }
        bytes.append(contentsOf: datePrefix)
        let seconds = Int(ofDay / 1000)
        let fraction = Int(ofDay % 1000)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 13) { buffer in
            func put(_ value: Int, at index: Int) {
                buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10 % 10)
                buffer[index + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
            }
            put(seconds / 3600, at: 0)
            put(seconds / 60 % 60, at: 3)
            put(seconds % 60, at: 6)
            buffer[2] = UInt8(ascii: ":")
            buffer[5] = UInt8(ascii: ":")
            var end = 8
            if fraction > 0 {
                put(fraction / 10, at: 9)
                buffer[8] = UInt8(ascii: ".")
                buffer[11] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10)
                end = 12
            }
            buffer[end] = UInt8(ascii: "Z")
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[...end]))
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

extension Int64 {
    /// Division that rounds down, so that times before 1970 find their day.
    fileprivate func quotientAndModulo(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
