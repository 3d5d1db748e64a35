/// Finds the first byte that is not UTF-8.
package enum UTF8Check {
    private static let highs = SIMD4<UInt64>(repeating: 0x8080_8080_8080_8080)

    /// The offset of the first ill-formed sequence (Unicode, table 3-7); `nil` where all is well.
    package static func firstInvalidOffset(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = 0
        let end = bytes.count
        while index < end {
            // Telemetry is ASCII nearly always.
            while index + 32 <= end,
                base.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self) & highs == .zero
            {
                index += 32
            }
            while index + 8 <= end,
                base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highs.x == 0
            {
                index += 8
            }
            guard index < end else { return nil }
            if bytes[index] < 0x80 {
                index += 1
            } else {
                let length = sequenceLength(bytes, at: index)
                if length == 0 { return index }
                index += length
            }
        }
        return nil
    }

    /// 2, 3 or 4; 0 for an ill-formed sequence.
    private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[index] {
        case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xc0 != 0x80 { return 0 }
        return length
    }
}
