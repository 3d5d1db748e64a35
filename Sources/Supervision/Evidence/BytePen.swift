/// Writes bytes one after the other into a buffer that is large enough.
struct BytePen {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    var written: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(rebasing: buffer[..<count]) }

    mutating func write(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    /// Zigzag, seven bits a byte.
    mutating func write(integer value: Int64) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while rest >= 0x80 {
            write(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        write(UInt8(truncatingIfNeeded: rest))
    }
}

extension [UInt8] {
    /// Zigzag, seven bits a byte: most numbers are small.
    mutating func append(integer value: Int64) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// The number of bytes and then they.
    mutating func append(text: String) {
        append(integer: Int64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
