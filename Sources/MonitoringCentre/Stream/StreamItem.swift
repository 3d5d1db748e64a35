import Customs
import Synchronization

/// One event of the stream, formatted when the first subscriber takes it and then kept for the others.
final class StreamItem: Sendable {
    enum Payload: Sendable {
        case position(SealPosition)
        case effect(Effect)
    }

    let sequence: Int64
    private let payload: Payload
    private let formatted = Mutex<[UInt8]?>(nil)

    init(sequence: Int64, payload: Payload) {
        self.sequence = sequence
        self.payload = payload
    }

    /// The event as it goes over the wire; `nil` for an effect that the stream does not tell.
    var frame: [UInt8]? {
        formatted.withLock { formatted in
            if formatted == nil { formatted = makeFrame() }
            return formatted
        }
    }

    private func makeFrame() -> [UInt8]? {
        switch payload {
        case .position(let position): return StreamFrame.position(position, sequence: sequence)
        case .effect(let effect):
            guard let entry = try? TimelineEntry(effect) else { return nil }
            return StreamFrame.entry(entry)
        }
    }
}

/// Server-sent events as bytes (HTML, section 9.2).
enum StreamFrame {
    /// Tells the browser how soon to come back, and flushes the headers.
    static let hello = Array("retry: 3000\n\n".utf8)
    static let heartbeat = Array(":\n\n".utf8)

    /// A position; without a sequence number it moves nobody's `Last-Event-ID`.
    static func position(_ position: SealPosition, sequence: Int64?) -> [UInt8] {
        make("position", sequence: sequence) { position.write(to: &$0) }
    }

    static func entry(_ entry: TimelineEntry) -> [UInt8] {
        make(entry.kind.rawValue, sequence: entry.sequence) { entry.writePayload(to: &$0) }
    }

    /// Sets `Last-Event-ID` and nothing else.
    static func mark(_ sequence: Int64) -> [UInt8] { Array("id: \(sequence)\n\n".utf8) }

    private static func make(_ name: String, sequence: Int64?, _ data: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter(capacity: 320)
        if let sequence {
            writer.append("id: ")
            writer.integer(sequence)
            writer.append("\n")
        }
        writer.append("event: ")
        writer.append(name)
        writer.append("\ndata: ")
        data(&writer)
        writer.append("\n\n")
        return writer.bytes
    }
}
