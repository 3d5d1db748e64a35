extension JSONScanner {
    /// Reads the number that is next: exactly, as `Double(String)` would.
    @inline(__always)
    mutating func readNumber(into token: inout JSONToken) throws(JSONFault) {
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var mantissa: UInt64 = 0
        let firstDigit = index
        takeDigits(into: &mantissa)
        var digits = index - firstDigit
        guard digits > 0 else {
            if isNegative, skipNotANumber(from: start) {
                token.kind = .notANumber
                return
            }
            throw JSONFault(offset: index, expected: "a digit")
        }
        guard digits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            throw JSONFault(offset: firstDigit + 1, expected: "no digit after a leading 0")
        }
        token.kind = .number
        var exponent = 0
        var isPlain = true
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            let firstDecimal = index
            takeDigits(into: &mantissa)
            exponent = firstDecimal - index
            guard exponent < 0 else { throw JSONFault(offset: index, expected: "a digit after the point") }
            digits -= exponent
            isPlain = false
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            exponent += try readExponent()
            isPlain = false
        }
        token.isInteger = isPlain && digits <= 19 && mantissa <= 1 << 53
        token.number =
            JSONNumber.exact(mantissa, digits: digits, exponent: exponent, isNegative: isNegative)
            ?? slowNumber(from: start)
    }

    @inline(never)
    private func slowNumber(from start: Int) -> Double {
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
        return Double(text) ?? .infinity
    }

    @inline(__always)
    private mutating func takeDigits(into mantissa: inout UInt64) {
        while index < end, case let digit = bytes[index] &- UInt8(ascii: "0"), digit <= 9 {
            // Wraps around after 19 digits; then the slow path reads the text again.
            mantissa = mantissa &* 10 &+ UInt64(digit)
            index &+= 1
        }
    }

    @inline(never)
    private mutating func readExponent() throws(JSONFault) -> Int {
        index += 1
        var isNegative = false
        if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            isNegative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        var value = 0
        let start = index
        while index < end, case let digit = bytes[index] &- UInt8(ascii: "0"), digit <= 9 {
            value = min(value * 10 + Int(digit), 1_000_000)
            index += 1
        }
        guard index > start else { throw JSONFault(offset: index, expected: "a digit in the exponent") }
        return isNegative ? -value : value
    }
}
