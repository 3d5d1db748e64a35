extension StableHash {
    /// The same hash over raw bytes, in one plain loop: every report is hashed, and a generic sequence costs a call a byte.
    public static func of(bytes: UnsafeRawBufferPointer) -> UInt64 {
        var value = StableHash().value
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return value
    }
}
