import CZstd

/// A reusable zstd compressor; its frames carry their size and a checksum. Not for two threads at once.
package final class Compressor {
    private let context: OpaquePointer

    /// - Throws: `CodecError` where zstd has no memory.
    package init(level: Int32) throws {
        guard let context = ZSTD_createCCtx() else { throw CodecError("zstd has no memory for a compressor") }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// `prefix` as it is, then one frame.
    package func compress(_ content: [UInt8], prefix: UInt8) throws -> [UInt8] {
        var failure: CodecError?
        let bound = ZSTD_compressBound(content.count)
        let compressed = [UInt8](unsafeUninitializedCapacity: bound + 1) { buffer, count in
            buffer[0] = prefix
            let size = content.withUnsafeBytes { source in
                ZSTD_compress2(context, buffer.baseAddress! + 1, bound, source.baseAddress, source.count)
            }
            if ZSTD_isError(size) != 0 {
                failure = CodecError("zstd: " + String(cString: ZSTD_getErrorName(size)))
            } else {
                count = size + 1
            }
        }
        if let failure { throw failure }
        return compressed
    }
}

/// A reusable zstd decompressor. Not for two threads at once.
package final class Decompressor {
    /// No frame that this program writes comes near it; a corrupt size must not take all memory.
    static let maximumSize: UInt64 = 1 << 30

    private let context: OpaquePointer

    /// - Throws: `CodecError` where zstd has no memory.
    package init() throws {
        guard let context = ZSTD_createDCtx() else { throw CodecError("zstd has no memory for a decompressor") }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    /// The content of the frame behind a first byte that must be `prefix`.
    package func decompress(_ stored: UnsafeRawBufferPointer, prefix: UInt8) throws -> [UInt8] {
        guard let first = stored.first else { throw CodecError("is empty") }
        guard first == prefix else { throw CodecError("has encoding version \(first) where \(prefix) is known") }
        let frame = UnsafeRawBufferPointer(rebasing: stored.dropFirst())
        let size = ZSTD_getFrameContentSize(frame.baseAddress, frame.count)
        guard size <= Self.maximumSize else { throw CodecError("does not begin with a zstd frame of a sane size") }
        var failure: CodecError?
        let content = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            let read = ZSTD_decompressDCtx(context, buffer.baseAddress, buffer.count, frame.baseAddress, frame.count)
            if ZSTD_isError(read) != 0 {
                failure = CodecError("zstd: " + String(cString: ZSTD_getErrorName(read)))
            } else {
                count = read
            }
        }
        if let failure { throw failure }
        guard content.count == Int(size) else { throw CodecError("is shorter than its zstd frame says") }
        return content
    }
}
