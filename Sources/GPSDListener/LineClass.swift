/// What a line from gpsd is, by its `class`.
enum LineClass: Equatable {
    /// A position.
    case report
    /// VERSION: the daemon's greeting.
    case version
    /// DEVICES or DEVICE: what is attached.
    case devices
    /// ERROR: the daemon complains.
    case error
    /// Another of gpsd's classes: SKY, AIS, WATCH and so on.
    case other
    /// No JSON object that has a class.
    case garbage

    /// Looks only as far as the class, which gpsd writes first; decoding is not done here.
    init(_ line: [UInt8]) {
        guard let name = Self.className(line) else {
            self = .garbage
            return
        }
        switch name {
        case "TPV": self = .report
        case "VERSION": self = .version
        case "DEVICES", "DEVICE": self = .devices
        case "ERROR": self = .error
        default: self = .other
        }
    }

    private static func className(_ line: [UInt8]) -> String? {
        // A line cut short or with a NUL inside is not the daemon's work; its decoder names the fault.
        guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}"), !line.contains(0) else { return nil }
        let key = Array("\"class\"".utf8)
        guard let start = line.indices.first(where: { line[$0...].starts(with: key) }) else { return nil }
        var rest = line[(start + key.count)...].drop(while: isBlank)
        guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
        rest = rest.drop(while: isBlank)
        guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")), end > rest.startIndex else { return nil }
        return String(validating: rest[..<end], as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
