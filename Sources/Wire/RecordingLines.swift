public import Customs

/// The lines of a part of a recording, decoded, in their order. It may be emptied and filled again.
public struct RecordingLines: Sendable {
    /// A line that recorded something.
    public struct Line: Sendable {
        /// When its bytes came.
        public var receivedAt: Timestamp
        /// Where what it held stands among the `items`.
        public var items: Range<Int>
    }

    public private(set) var lines: [Line] = []
    /// What the lines held, or why it could not be taken: one array for all, as each line has its own only rarely.
    public private(set) var items: Decoded = []

    public init() {}

    /// Adds the line where it is a message of the plain form, and says when it came.
    mutating func appendPlainMessage(_ line: UnsafeRawBufferPointer) -> Timestamp? {
        let first = items.count
        guard let receivedAt = PlainMessage.read(line, into: &items) else { return nil }
        lines.append(Line(receivedAt: receivedAt, items: first..<items.count))
        return receivedAt
    }

    /// Adds what came at a moment.
    public mutating func append(_ receivedAt: Timestamp, _ decoded: Decoded) {
        lines.append(Line(receivedAt: receivedAt, items: items.count..<items.count + decoded.count))
        items += decoded
    }

    /// Forgets all lines and keeps the memory for the next ones.
    public mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
    }
}
