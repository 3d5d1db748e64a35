import Foundation
import Synchronization
import Wire

/// Reads and decodes a recording on a thread of its own, a few batches ahead of whoever takes them.
///
/// Batches come in the recording's order, and what is wrong with the recording only after all lines before it.
final class RecordingStream: Sendable {
    /// Lines of one batch; its observations are bounded by it too, but for a last line that holds many.
    static let batchLines = 512
    /// Batches that there are at any time: one is being filled, one taken, the others wait.
    static let batches = 6

    private struct State {
        var decoded: [RecordingLines] = []
        /// Batches that were taken. Their memory is used again by the thread that it came from.
        var taken = Array(repeating: RecordingLines(), count: batches)
        /// How it ended, once it has.
        var end: Result<Void, any Error>?
        /// Nobody takes any more.
        var isAbandoned = false
    }

    private let state = Mutex(State())
    /// Counts what `decoded` and `end` hold.
    private let hasMore = DispatchSemaphore(value: 0)
    /// Counts what `taken` holds.
    private let hasRoom = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - path: the recording; `-` for standard input.
    ///   - decoder: a fresh one; called on the stream's thread.
    init(path: String, decoder: @escaping @Sendable () -> RecordingDecoder) {
        for _ in 0..<Self.batches { hasRoom.signal() }
        Thread.detachNewThread { [self] in
            let end = Result { try read(path, decoder()) }
            state.withLock { $0.end = end }
            hasMore.signal()
        }
    }

    /// Calls `body` with every batch, in order. To be called once.
    ///
    /// - Throws: what is wrong with the recording, with its name and the line, or what `body` throws.
    func forEachBatch(_ body: (RecordingLines) throws -> Void) throws {
        defer {
            state.withLock { $0.isAbandoned = true }
            hasRoom.signal()
        }
        while var batch = try nextBatch() {
            try body(batch)
            giveBack(&batch)
        }
    }

    private func nextBatch() throws -> RecordingLines? {
        hasMore.wait()
        return try state.withLock { state in
            if !state.decoded.isEmpty { return state.decoded.removeFirst() }
            try state.end?.get()
            return nil
        }
    }

    private func giveBack(_ batch: inout RecordingLines) {
        let taken = exchange(&batch)
        state.withLock { $0.taken.append(taken) }
        hasRoom.signal()
    }

    private func read(_ path: String, _ decoder: RecordingDecoder) throws {
        let file = try RecordingFile(path: path)
        var decoder = decoder
        guard var batch = emptyBatch() else { return }
        // What comes before a bad line is played before it is reported.
        defer { handOver(&batch) }
        try file.forEachLine { line, number in
            do {
                try decoder.decode(line: line, number: number, into: &batch)
            } catch {
                throw RecordingFile.Failure(description: "\(path): \(error)")
            }
            guard max(batch.lines.count, batch.items.count) >= Self.batchLines else { return }
            handOver(&batch)
            guard let next = emptyBatch() else { throw CancellationError() }
            batch = next
        }
    }

    private func handOver(_ batch: inout RecordingLines) {
        let decoded = exchange(&batch)
        state.withLock { $0.decoded.append(decoded) }
        hasMore.signal()
    }

    /// Waits for a batch that was taken; `nil` where nobody takes any more.
    private func emptyBatch() -> RecordingLines? {
        hasRoom.wait()
        var batch = state.withLock { $0.isAbandoned ? nil : $0.taken.popLast() }
        batch?.removeAll()
        return batch
    }

    /// Takes a batch away from who holds it, so that one thread alone does, and its memory can be used again.
    private func exchange(_ batch: inout RecordingLines) -> RecordingLines {
        defer { batch = RecordingLines() }
        return batch
    }
}
