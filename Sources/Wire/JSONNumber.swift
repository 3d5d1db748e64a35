/// A JSON number, exactly as `Double(String)` would read it.
struct JSONNumber {
    var value: Double
    /// Without fraction and exponent.
    var isInteger: Bool

    /// William Clinger's fast path (1990): a mantissa and a power of ten that are both exact in a `Double` need one
    /// correctly rounded operation. `nil` where they are not.
    @inline(__always)
    static func exact(_ mantissa: UInt64, digits: Int, exponent: Int, isNegative: Bool) -> Double? {
        guard digits <= 19, mantissa <= 1 << 53, -22...22 ~= exponent else { return nil }
        let value =
            exponent < 0 ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
        return isNegative ? -value : value
    }
}

/// The powers of ten that a `Double` holds exactly.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
