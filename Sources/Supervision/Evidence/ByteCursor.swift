/// Reads bytes one after the other; past the end everything is 0.
struct ByteCursor {
    private let bytes: [UInt8]
    private(set) var offset: Int

    init(_ bytes: [UInt8], at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset >= bytes.count }

    mutating func byte() -> UInt8 {
        guard offset < bytes.count else { return 0 }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Zigzag, seven bits a byte.
    mutating func integer() -> Int64 {
        var raw: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let byte = byte()
            raw |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    mutating func text() -> String {
        let count = min(Int(clamping: integer()), bytes.count - offset)
        guard count > 0 else { return "" }
        defer { offset += count }
        return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
    }
}
