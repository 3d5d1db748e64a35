/// Eight bytes of JSON at a time.
enum JSONBytes {
    /// The powers of ten that eight digits can need.
    static let powers: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// How many bytes come before the first quotation mark, backslash or control character, 0 to 8.
    @inline(__always)
    static func plainCount(of word: UInt64) -> Int {
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        // The classic zero-byte test: its lowest hit is exact, and only the lowest counts.
        let hits =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return (hits & highs).trailingZeroBitCount &>> 3
    }

    /// The number that the first bytes spell in decimal digits, and how many of them do, 0 to 8.
    @inline(__always)
    static func digits(of word: UInt64) -> (value: UInt64, count: Int) {
        let digits = word ^ (ones &* UInt64(UInt8(ascii: "0")))
        // A byte above 9 reaches its highest bit when 0x76 is added; only the lowest such byte counts.
        let others = (digits | ((digits & ~highs) &+ ones &* 0x76)) & highs
        let count = others.trailingZeroBitCount &>> 3
        guard count > 0 else { return (0, 0) }
        // Leading zeros in place of what follows; then pairs, fours and eight are joined, all at once.
        let aligned = digits &<< UInt64(64 &- count &* 8)
        let pairs = (aligned &* 10 &+ aligned &>> 8) & 0x00ff_00ff_00ff_00ff
        let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_ffff_0000_ffff
        return ((fours &* 10_000 &+ fours &>> 32) & 0xffff_ffff, count)
    }
}
