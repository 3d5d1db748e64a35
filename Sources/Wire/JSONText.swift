/// JSON strings in and out of their escapes.
enum JSONText {
    /// The UTF-8 that the characters `start..<stop` between two quotation marks stand for; they must be well formed.
    static func unescaped(_ bytes: UnsafeRawBufferPointer, from start: Int, to stop: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(stop - start)
        var index = start
        while index < stop {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < stop else {
                text.append(bytes[index])
                index += 1
                continue
            }
            let escape = bytes[index + 1]
            index += 2
            switch escape {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = codeUnit(bytes, at: index, before: stop)
                index += 4
                if scalar & 0xfc00 == 0xd800 {
                    let low = codeUnit(bytes, at: index + 2, before: stop)
                    scalar = 0x10000 + (scalar & 0x3ff) << 10 + low & 0x3ff
                    index += 6
                }
                text.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
            default: text.append(escape)
            }
        }
        return text
    }

    /// The value of `0...9 a...f A...F`.
    static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The text as a JSON string with its quotation marks.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// A number without a needless `.0`.
    static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    private static func codeUnit(_ bytes: UnsafeRawBufferPointer, at index: Int, before stop: Int) -> UInt32 {
        guard index >= 0, index + 4 <= stop else { return 0 }
        return (index..<index + 4).reduce(0) { $0 << 4 | (hexadecimalDigit(bytes[$1]) ?? 0) }
    }
}
