import Customs

/// Writes numbers and times as text to memory that its maker has made large enough: a track has five numbers a point and
/// 86,400 points a month, and a check for room at each would cost more than the digits.
struct TextCursor {
    /// No number and no time is longer.
    static let longestItem = 40

    private(set) var next: UnsafeMutablePointer<UInt8>
    private(set) var date: Date

    /// The date that was written last: the points of a track share it.
    struct Date {
        fileprivate var day = Int64.min
        fileprivate var prefix = SIMD16<UInt8>()
    }

    /// Begins at `start`.
    init(_ start: UnsafeMutablePointer<UInt8>, date: Date = Date()) {
        next = start
        self.date = date
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        next.pointee = byte
        next += 1
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        next.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        next += text.utf8CodeUnitCount
    }

    /// Degrees with seven decimals, which is a centimetre.
    @inline(__always)
    mutating func degrees(_ value: Double) { fixed(value, scale: 1e7, decimals: 7) }

    /// A measured value with at most six decimals.
    @inline(__always)
    mutating func number(_ value: Double) { fixed(value, scale: 1e6, decimals: 6) }

    /// `null` where there is no value.
    @inline(__always)
    mutating func numberOrNull(_ value: Double?) {
        if let value { number(value) } else { put("null") }
    }

    mutating func integer(_ value: Int64) { decimal(value.magnitude, isNegative: value < 0, decimals: 0) }

    /// Rounds and leaves trailing zeros out; `null` for what is no number.
    @inline(__always)
    private mutating func fixed(_ value: Double, scale: Double, decimals: Int) {
        guard value.isFinite else { return put("null") }
        let scaled = (value * scale).rounded()
        guard abs(scaled) < 9e15 else {
            // At most 24 bytes: the shortest text that reads back the same.
            for byte in "\(value)".utf8 { put(byte) }
            return
        }
        decimal(UInt64(abs(scaled)), isNegative: scaled < 0, decimals: decimals)
    }

    /// Writes `magnitude` / 10^`decimals`.
    private mutating func decimal(_ magnitude: UInt64, isNegative: Bool, decimals: Int) {
        var rest = magnitude
        var decimals = decimals
        while decimals >= 3, rest % 1000 == 0 {
            rest /= 1000
            decimals -= 3
        }
        while decimals > 0, rest % 10 == 0 {
            rest /= 10
            decimals -= 1
        }
        if isNegative { put(UInt8(ascii: "-")) }
        guard decimals > 0 else { return whole(rest) }
        var fraction: UInt64
        (rest, fraction) = rest.quotientAndRemainder(dividingBy: Self.powersOfTen(decimals))
        whole(rest)
        put(UInt8(ascii: "."))
        for place in stride(from: decimals - 1, through: 0, by: -1) {
            next[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10)
            fraction /= 10
        }
        next += decimals
    }

    @inline(__always)
    private mutating func whole(_ value: UInt64) {
        var rest = value
        var digits = 1
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        rest = value
        for place in stride(from: digits - 1, through: 0, by: -1) {
            next[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        next += digits
    }

    @inline(__always)
    private static func powersOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        default: 10_000_000
        }
    }

    /// RFC 3339 in UTC, milliseconds only where there are some.
    mutating func time(_ time: Timestamp) {
        let (day, ofDay) = time.milliseconds.quotientAndModulo(by: 86_400_000)
        if day != date.day {
            date.day = day
            for (index, byte) in Timestamp(milliseconds: day * 86_400_000).rfc3339.utf8.prefix(11).enumerated() {
                date.prefix[index] = byte
            }
        }
        UnsafeMutableRawPointer(next).storeBytes(of: date.prefix, as: SIMD16<UInt8>.self)
        next += 11
        let seconds = Int(truncatingIfNeeded: ofDay / 1000)
        let fraction = Int(truncatingIfNeeded: ofDay % 1000)
        put(twoDigits: seconds / 3600)
        put(UInt8(ascii: ":"))
        put(twoDigits: seconds / 60 % 60)
        put(UInt8(ascii: ":"))
        put(twoDigits: seconds % 60)
        if fraction > 0 {
            put(UInt8(ascii: "."))
            put(twoDigits: fraction / 10)
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10))
        }
        put(UInt8(ascii: "Z"))
    }

    @inline(__always)
    mutating func quoted(_ time: Timestamp) {
        put(UInt8(ascii: "\""))
        self.time(time)
        put(UInt8(ascii: "\""))
    }

    @inline(__always)
    private mutating func put(twoDigits value: Int) {
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
    }
}

extension Int64 {
    /// Division that rounds down, so that times before 1970 find their day.
    @inline(__always)
    fileprivate func quotientAndModulo(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
