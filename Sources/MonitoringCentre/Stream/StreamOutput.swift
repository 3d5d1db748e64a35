import Hummingbird
import NIOCore
import Synchronization

/// The client took nothing for too long. Its connection is closed; it resumes with the last event that it got.
struct StreamStalled: Error {}

/// The body of one stream: where its events go, and whether they do.
///
/// One task writes at a time, and the last use is after that task has ended: that is why it may be handed over.
final class StreamOutput: @unchecked Sendable {
    private var writer: any ResponseBodyWriter
    private let progress = Mutex((writes: 0, isWriting: false))

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// The number of the write that has not ended; `nil` between two.
    var writeUnderWay: Int? { progress.withLock { $0.isWriting ? $0.writes : nil } }

    /// - Throws: `CancellationError` where nobody waits for it any more: the connection took it too late, or not at all.
    func write(_ buffer: ByteBuffer) async throws {
        progress.withLock { $0 = ($0.writes + 1, true) }
        defer { progress.withLock { $0.isWriting = false } }
        try await writer.write(buffer)
        try Task.checkCancellation()
    }

    func finish() async throws { try await writer.finish(nil) }
}
