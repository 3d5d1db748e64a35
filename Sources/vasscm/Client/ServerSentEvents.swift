/// Takes server-sent events out of the bytes of a stream, as they come.
package struct ServerSentEvents {
    /// A longer line ends the reading: no server of ours writes one.
    private static let maximumLine = 16 << 20

    package struct Event: Hashable, Sendable {
        package var name: String
        package var data: String
        /// The last id that was said, this event's or an earlier one's.
        package var id: String?
    }

    package private(set) var lastID: String?
    private var line: [UInt8] = []
    private var name = ""
    private var data: [String] = []

    package init(lastID: String? = nil) { self.lastID = lastID }

    /// The events that are whole with these bytes.
    package mutating func take(_ bytes: some Sequence<UInt8>) throws -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"):
                if let event = endLine() { events.append(event) }
            case UInt8(ascii: "\r"): continue
            default:
                guard line.count < Self.maximumLine else { throw ClientError("the stream has a line without an end") }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            defer { (name, data) = ("", []) }
            guard !data.isEmpty else { return nil }
            return Event(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"), id: lastID)
        }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? String(parts[1]) : ""
        if value.hasPrefix(" ") { value.removeFirst() }
        switch parts[0] {
        case "event": name = value
        case "data": data.append(value)
        case "id": lastID = value
        default: break
        }
        return nil
    }
}
