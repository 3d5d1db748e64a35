/// Appends numbers and strings to a byte buffer in the ledger's compact form.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    @inline(__always)
    mutating func append(byte: UInt8) { bytes.append(byte) }

    /// Seven bits a byte, lowest first; the top bit says that more follow.
    @inline(__always)
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small numbers of either sign in few bytes: 0, -1, 1, -2 become 0, 1, 2, 3.
    @inline(__always)
    mutating func append(zigzag value: Int64) {
        append(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// The length, then the bytes.
    mutating func append(counted content: some Collection<UInt8>) {
        append(varint: UInt64(content.count))
        bytes.append(contentsOf: content)
    }
}
