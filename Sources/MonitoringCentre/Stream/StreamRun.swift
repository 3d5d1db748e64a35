import NIOCore
import Synchronization

/// Events that follow each other, as the one buffer that all who take them write.
final class StreamRun: Sendable {
    /// The place after the last one.
    let end: Int
    private let items: [StreamItem]
    private let formatted = Mutex<ByteBuffer?>(nil)

    init(_ items: [StreamItem], end: Int) {
        self.items = items
        self.end = end
    }

    /// The events one by one.
    var frames: [[UInt8]] { items.compactMap(\.frame) }

    /// All of them; made by whoever asks first, outside the hub.
    var buffer: ByteBuffer {
        formatted.withLock { formatted in
            if let formatted { return formatted }
            var buffer = ByteBuffer()
            for frame in frames { buffer.writeBytes(frame) }
            formatted = buffer
            return buffer
        }
    }
}
