import CZlib
import NIOCore

/// Compresses answers as gzip (RFC 1952).
enum Gzip {
    /// For what is made anew at every request: a track's JSON shrinks to a fifth at about 100 MB/s.
    static let fastLevel: Int32 = 1
    /// For what is made once.
    static let bestLevel: Int32 = 9

    /// 15 bits of window, and 16 for gzip's header instead of zlib's own (zlib.h, deflateInit2).
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8

    /// The bytes as one gzip member; `nil` where that is no shorter, or where zlib has no memory for it.
    static func compress(_ plain: ByteBuffer, level: Int32) -> ByteBuffer? {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, zlibVersion(),
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let count = plain.readableBytes
        guard count > 0, count <= Int(UInt32.max) else { return nil }
        var result = ByteBuffer()
        var isWhole = false
        // What does not fit into the length of the plain bytes is not worth having.
        result.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { output in
            plain.withUnsafeReadableBytes { input in
                // zlib only reads from it.
                stream.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
                stream.avail_in = UInt32(count)
                stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_out = UInt32(count)
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            return count - Int(stream.avail_out)
        }
        return isWhole ? result : nil
    }
}
