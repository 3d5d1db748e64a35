/// Why a configuration cannot be used: which file, which key, and the reason. Nothing starts.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// Line in the file, from 1, where it is known.
    public var line: Int?
    /// Path of the key, `mqtt[0].port`; `nil` for the file itself.
    public var key: String?
    public var reason: String

    /// Names what is wrong, where and why.
    public init(file: String, line: Int? = nil, key: String? = nil, reason: String) {
        self.file = file
        self.line = line
        self.key = key
        self.reason = reason
    }

    /// `Config/vasscm.yaml:12: rules.unauthorised-stop.radius: must be above 0, not -5`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return key.map { "\(place): \($0): \(reason)" } ?? "\(place): \(reason)"
    }
}
