import Customs

/// Reads JSON of the plain form that machines write: known keys, numbers without exponents, strings without escapes.
///
/// Whatever is not of that form, or is no JSON at all, is `nil`: `JSONScanner` then says what it is. What is of the
/// form has the very value that `JSONScanner` and `FieldReader` give it. The bytes must be valid UTF-8.
struct PlainCursor {
    private let base: UnsafeRawPointer
    let end: Int
    var index: Int

    /// - Parameter bytes: what `index` counts in; an empty text holds nothing to read.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer, at index: Int = 0) {
        guard let base = bytes.baseAddress else { return nil }
        self.base = base
        end = bytes.count
        self.index = index
    }

    /// A part of the text.
    @inline(__always)
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    /// The next byte; 0 at the end.
    @inline(__always)
    var byte: UInt8 { index < end ? base.load(fromByteOffset: index, as: UInt8.self) : 0 }

    /// The next eight bytes as they stand, the first one lowest; zeros where the text has ended, which are part of no
    /// value.
    @inline(__always)
    private var word: UInt64 {
        guard index &+ 8 <= end else { return lastWord }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    @inline(never)
    private var lastWord: UInt64 {
        bytes(min(index, end)..<end).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    @inline(__always)
    mutating func skipBlanks() {
        while case let byte = byte, byte <= 0x20 {
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            index &+= 1
        }
    }

    /// Takes the character, after any blanks.
    @inline(__always)
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard byte == UInt8(ascii: character) else { return false }
        index &+= 1
        return true
    }

    /// What follows a value in an object: `true` where another key does, `false` where the object ends.
    @inline(__always)
    mutating func takeComma() -> Bool? {
        if take(",") { return true }
        return take("}") ? false : nil
    }

    /// The next key, with the cursor at its value.
    @inline(__always)
    mutating func key() -> JSONKey? {
        skipBlanks()
        guard let name = name(), take(":") else { return nil }
        skipBlanks()
        return name
    }

    /// A string of at most 16 bytes; longer ones are no names of the code's own.
    @inline(__always)
    mutating func name() -> JSONKey? {
        guard takeQuote() else { return nil }
        let low = word
        var count = JSONBytes.plainCount(of: low)
        var high: UInt64 = 0
        index &+= count
        if count == 8 {
            high = word
            let more = JSONBytes.plainCount(of: high)
            index &+= more
            count &+= more
        }
        return takeQuote() ? JSONKey(low: low, high: high, count: count) : nil
    }

    /// Where the text of a string without a backslash stands.
    @inline(__always)
    mutating func string() -> Range<Int>? {
        guard takeQuote() else { return nil }
        let start = index
        while true {
            let count = JSONBytes.plainCount(of: word)
            index &+= count
            if count < 8 { break }
        }
        return takeQuote() ? start..<index &- 1 : nil
    }

    /// The text of a string in which quotation marks and the like are escaped, but no character by its number.
    mutating func unescapedString() -> [UInt8]? {
        guard takeQuote() else { return nil }
        let text = [UInt8](unsafeUninitializedCapacity: end - index + 8) { text, count in
            repeat {
                // Whole words are copied, of which the plain bytes stay.
                let word = word
                let plain = JSONBytes.plainCount(of: word)
                UnsafeMutableRawBufferPointer(text)
                    .storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
                count &+= plain
                index &+= plain
                guard plain < 8 else { continue }
                guard let escaped = takeEscape() else { return }
                text[count] = escaped
                count &+= 1
            } while true
        }
        return takeQuote() ? text : nil
    }

    /// What two characters stand for of which the first is a backslash.
    @inline(__always)
    private mutating func takeEscape() -> UInt8? {
        guard byte == UInt8(ascii: "\\"), index &+ 1 < end else { return nil }
        let escaped: UInt8
        switch base.load(fromByteOffset: index &+ 1, as: UInt8.self) {
        case UInt8(ascii: "\""): escaped = UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): escaped = UInt8(ascii: "\\")
        case UInt8(ascii: "/"): escaped = UInt8(ascii: "/")
        case UInt8(ascii: "n"): escaped = 0x0a
        case UInt8(ascii: "r"): escaped = 0x0d
        case UInt8(ascii: "t"): escaped = 0x09
        default: return nil
        }
        index &+= 2
        return escaped
    }

    @inline(__always)
    private mutating func takeQuote() -> Bool {
        guard byte == UInt8(ascii: "\"") else { return false }
        index &+= 1
        return true
    }

    /// A number without an exponent.
    @inline(__always)
    mutating func decimal() -> JSONNumber? {
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative { index &+= 1 }
        let start = index
        var mantissa: UInt64 = 0
        takeDigits(into: &mantissa)
        var digits = index &- start
        guard digits > 0, digits == 1 || base.load(fromByteOffset: start, as: UInt8.self) != UInt8(ascii: "0") else {
            return nil
        }
        var decimals = 0
        if byte == UInt8(ascii: ".") {
            index &+= 1
            let first = index
            takeDigits(into: &mantissa)
            decimals = index &- first
            guard decimals > 0 else { return nil }
            digits &+= decimals
        }
        guard let value = JSONNumber.exact(mantissa, digits: digits, exponent: 0 &- decimals, isNegative: isNegative)
        else { return nil }
        return JSONNumber(value: value, isInteger: decimals == 0)
    }

    @inline(__always)
    private mutating func takeDigits(into mantissa: inout UInt64) {
        while true {
            let (value, count) = JSONBytes.digits(of: word)
            // Wraps around after 19 digits, which are too many anyway.
            mantissa = mantissa &* JSONBytes.powers[count] &+ value
            index &+= count
            if count < 8 { return }
        }
    }

    /// A moment in RFC 3339.
    @inline(__always)
    mutating func time() -> Timestamp? {
        guard let range = string() else { return nil }
        return Timestamp(rfc3339Bytes: bytes(range))
    }

    /// A number or a string that nobody asks for.
    mutating func skipPlainValue() -> Bool {
        byte == UInt8(ascii: "\"") ? string() != nil : decimal() != nil
    }
}
