import HTTPTypes
import Hummingbird
import NIOCore

extension ResponseBody {
    /// The bytes of a body that is in memory already; `nil` for one that is longer, or of unknown length.
    ///
    /// A body of known length may be asked for more than once: it writes what it holds.
    func whole(atMost limit: Int) async throws -> ByteBuffer? {
        guard let length = contentLength, length <= limit else { return nil }
        let collector = Collector()
        try await write(collector)
        return collector.buffer
    }

    /// Keeps what a body writes; a body that is one buffer is kept without a copy.
    private final class Collector: ResponseBodyWriter {
        var buffer = ByteBuffer()

        func write(_ more: ByteBuffer) async throws {
            var more = more
            if buffer.readableBytes == 0 { buffer = more } else { buffer.writeBuffer(&more) }
        }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
