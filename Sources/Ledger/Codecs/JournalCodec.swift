package import Customs

/// The journal's encoding of a batch of envelopes: a version byte, then one zstd frame.
///
/// Inside it: the count; then for each envelope the number of its source, its received time as the difference to the
/// envelope before, and its body. A source is written out where its number comes first, so that a topic that comes
/// again costs one or two bytes.
package enum JournalCodec {
    static let version: UInt8 = 1

    package static func encode(_ envelopes: [Envelope], with compressor: Compressor) throws -> [UInt8] {
        var writer = ByteWriter(capacity: envelopes.reduce(64) { $0 + $1.body.count + 16 })
        var sources: [Envelope.Source: UInt64] = [:]
        sources.reserveCapacity(min(envelopes.count, 4096))
        var names = NameWriter()
        var previous: Int64 = 0
        writer.append(varint: UInt64(envelopes.count))
        for envelope in envelopes {
            if let number = sources[envelope.source] {
                writer.append(varint: number)
            } else {
                writer.append(varint: UInt64(sources.count))
                sources[envelope.source] = UInt64(sources.count)
                try writer.append(source: envelope.source, names: &names)
            }
            writer.append(zigzag: envelope.receivedAt.milliseconds &- previous)
            previous = envelope.receivedAt.milliseconds
            writer.append(counted: envelope.body)
        }
        return try compressor.compress(writer.bytes, prefix: version)
    }

    /// - Throws: `CodecError` where the bytes are not what `encode` wrote.
    package static func decode(
        _ stored: UnsafeRawBufferPointer, with decompressor: Decompressor
    ) throws -> [Envelope] {
        let content = try decompressor.decompress(stored, prefix: version)
        return try content.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            var sources: [Envelope.Source] = []
            var names = NameReader()
            var previous: Int64 = 0
            let count = try reader.count()
            var envelopes: [Envelope] = []
            envelopes.reserveCapacity(count)
            for _ in 0..<count {
                let number = try reader.varint()
                if number == UInt64(sources.count) {
                    sources.append(try reader.source(names: &names))
                } else if number > UInt64(sources.count) {
                    throw CodecError("names source \(number) of \(sources.count)")
                }
                previous &+= try reader.zigzag()
                envelopes.append(
                    Envelope(
                        source: sources[Int(number)], receivedAt: Timestamp(milliseconds: previous),
                        body: try reader.countedBytes()))
            }
            guard reader.remaining == 0 else { throw CodecError("has \(reader.remaining) bytes too many") }
            return envelopes
        }
    }
}
