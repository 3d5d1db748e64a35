/// Where a broker listens.
public struct MQTTAddress: Sendable, Hashable, CustomStringConvertible {
    public var host: String
    public var port: Int32

    public init(host: String, port: Int32) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, `[v6]:port` or `host`, whose port is 1883; `nil` where it is neither.
    public init?(_ text: String) {
        let colon = text.lastIndex(of: ":").flatMap { text[$0...].contains("]") ? nil : $0 }
        var host = String(colon.map { text[..<$0] } ?? text[...])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard let port = colon.map({ Int32(text[text.index(after: $0)...]) }) ?? 1883 else { return nil }
        guard !host.isEmpty, !host.contains(" "), (1...65_535).contains(port) else { return nil }
        self.init(host: host, port: port)
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
