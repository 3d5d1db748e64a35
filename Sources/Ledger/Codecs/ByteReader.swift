/// Reads what `ByteWriter` wrote; whatever the bytes are, it ends in a value or a `CodecError`.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - index }

    @inline(__always)
    mutating func byte() throws -> UInt8 {
        guard index < bytes.count else { throw CodecError("ends early, at byte \(index)") }
        defer { index += 1 }
        return bytes[index]
    }

    @inline(__always)
    mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || (shift == 63 && next <= 1) else {
                throw CodecError("has a number of more than 64 bits at byte \(index)")
            }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    @inline(__always)
    mutating func zigzag() throws -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A number of things that each take at least one byte, so that a corrupt count reserves no memory.
    mutating func count() throws -> Int {
        let value = try varint()
        guard value <= UInt64(remaining) else {
            throw CodecError("counts \(value) where only \(remaining) bytes follow")
        }
        return Int(value)
    }

    mutating func countedBytes() throws -> [UInt8] { [UInt8](try countedSlice()) }

    mutating func text() throws -> String { String(decoding: try countedSlice(), as: UTF8.self) }

    private mutating func countedSlice() throws -> UnsafeRawBufferPointer {
        let length = try count()
        defer { index += length }
        return UnsafeRawBufferPointer(rebasing: bytes[index..<index + length])
    }
}
