/// A key of a JSON object as up to 16 bytes in two words, so that keys compare without a `String`.
struct JSONKey: Equatable, ExpressibleByStringLiteral {
    private var low: UInt64
    private var high: UInt64
    private var count: Int

    /// A key of the code's own, of 1 to 16 ASCII characters; the optimiser makes a constant of it.
    @inline(__always)
    init(stringLiteral text: StaticString) {
        low = 0
        high = 0
        count = text.utf8CodeUnitCount
        for index in 0..<min(count, 16) {
            let byte = UInt64(text.utf8Start[index])
            if index < 8 { low |= byte << UInt64(index * 8) } else { high |= byte << UInt64((index - 8) * 8) }
        }
    }

    /// The first `count` bytes of 16, of which the other ones may be anything.
    @inline(__always)
    init(low: UInt64, high: UInt64, count: Int) {
        // Smart shifts: all ones or none where there are more than 64 bits to drop.
        self.low = low & (.max >> UInt64(max(0, 64 &- count &* 8)))
        self.high = high & ~(.max << UInt64(max(0, count &* 8 &- 64)))
        self.count = count
    }

    /// The bytes `start..<end` of a text; more than 16 of them equal no key of the code's own.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) {
        let count = end &- start
        if count <= 16, start &+ 16 <= bytes.count, let base = bytes.baseAddress {
            let first = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            let second = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: start &+ 8, as: UInt64.self))
            self.init(low: first, high: second, count: count)
        } else {
            let (low, high) = Self.words(bytes, from: start, to: end)
            self.init(low: low, high: high, count: count)
        }
    }

    /// The two words byte by byte, for a key near the end of its text.
    @inline(never)
    private static func words(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> (UInt64, UInt64) {
        guard end - start <= 16 else { return (0, 0) }
        var (low, high): (UInt64, UInt64) = (0, 0)
        for index in 0..<end - start {
            let byte = UInt64(bytes[start + index])
            if index < 8 { low |= byte << UInt64(index * 8) } else { high |= byte << UInt64((index - 8) * 8) }
        }
        return (low, high)
    }

    /// What a string says, where that is a word of the code's own.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, of token: JSONToken) {
        let (start, stop) = (Int(token.start) + 1, Int(token.end) - 1)
        if token.isEscaped {
            self = JSONText.unescaped(bytes, from: start, to: stop).withUnsafeBytes {
                JSONKey($0, from: 0, to: $0.count)
            }
        } else {
            self.init(bytes, from: start, to: stop)
        }
    }

    @inline(__always)
    static func == (a: JSONKey, b: JSONKey) -> Bool { a.low == b.low && a.high == b.high && a.count == b.count }

    /// For `switch`: without it the generic operator would be called.
    @inline(__always)
    static func ~= (pattern: JSONKey, key: JSONKey) -> Bool { pattern == key }
}
