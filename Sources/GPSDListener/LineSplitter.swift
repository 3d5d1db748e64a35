/// Cuts a byte stream into lines.
struct LineSplitter {
    /// A line longer than this is not gpsd's: its longest answer has 10,240 bytes, twice that is libgps's own limit.
    static let maximumLineLength = 20_480

    private var pending: [UInt8] = []

    /// Bytes that follow the last line's end.
    var pendingCount: Int { pending.count }

    /// Gives each line that `bytes` complete, without its end (`\n` or `\r\n`) and without empty ones.
    ///
    /// - Returns: false where the stream holds no line: the limit was passed without an end.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, _ line: ([UInt8]) -> Void) -> Bool {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pending.append(contentsOf: rest[..<end])
            rest = rest[(end + 1)...]
            while pending.last == UInt8(ascii: "\r") { pending.removeLast() }
            let isLine = pending.count <= Self.maximumLineLength
            if isLine, !pending.isEmpty { line(pending) }
            pending.removeAll(keepingCapacity: true)
            if !isLine { return false }
        }
        pending.append(contentsOf: rest)
        return pending.count <= Self.maximumLineLength
    }

    /// Forgets the beginning of a line, whose end went with its connection.
    mutating func reset() { pending.removeAll(keepingCapacity: true) }
}
