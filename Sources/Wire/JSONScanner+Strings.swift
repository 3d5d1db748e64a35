extension JSONScanner {
    /// Skips the string whose opening quotation mark is next; says whether it holds a backslash.
    @inline(__always)
    mutating func skipString() throws(JSONFault) -> Bool {
        index += 1
        var isEscaped = false
        while true {
            skipPlainCharacters()
            guard index < end else { throw JSONFault(offset: index, expected: "“\"” to end the string") }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape()
            default:
                throw JSONFault(offset: index, expected: "an escape in place of the control character")
            }
        }
    }

    /// Eight bytes at a time, up to a quotation mark, a backslash or a control character.
    @inline(__always)
    private mutating func skipPlainCharacters() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        if let base = bytes.baseAddress {
            while index &+ 8 <= end {
                let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
                let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
                // The classic zero-byte test: its lowest hit is exact, and only the lowest counts.
                let hits =
                    ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
                    | ((word &- ones &* 0x20) & ~word)
                if hits & highs != 0 {
                    index &+= (hits & highs).trailingZeroBitCount &>> 3
                    return
                }
                index &+= 8
            }
        }
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            index += 1
        }
    }

    /// Skips the escape whose backslash is next.
    private mutating func skipEscape() throws(JSONFault) {
        guard index + 1 < end else { throw JSONFault(offset: end, expected: "an escaped character") }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
        case UInt8(ascii: "u"):
            let start = index
            let unit = try hexadecimal(at: index + 2)
            index += 6
            // Halves of a surrogate pair have no meaning alone, and no UTF-8.
            if unit & 0xfc00 == 0xdc00 {
                throw JSONFault(offset: start, expected: "a high surrogate before the low one")
            }
            guard unit & 0xfc00 == 0xd800 else { return }
            guard index + 1 < end, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
                try hexadecimal(at: index + 2) & 0xfc00 == 0xdc00
            else { throw JSONFault(offset: index, expected: "a low surrogate") }
            index += 6
        default: throw JSONFault(offset: index + 1, expected: "one of \" \\ / b f n r t u after “\\”")
        }
    }

    private func hexadecimal(at position: Int) throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for offset in position..<position + 4 {
            guard offset < end, let digit = JSONText.hexadecimalDigit(bytes[offset]) else {
                throw JSONFault(offset: min(offset, end), expected: "four hexadecimal digits")
            }
            value = value << 4 | digit
        }
        return value
    }

    /// A key with escapes in it, which is the same key as without.
    func unescapedKey(from start: Int, to stop: Int) -> JSONKey {
        JSONText.unescaped(bytes, from: start, to: stop).withUnsafeBytes { JSONKey($0, from: 0, to: $0.count) }
    }
}
