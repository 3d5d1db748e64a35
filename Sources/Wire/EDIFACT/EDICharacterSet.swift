/// What an interchange's bytes beyond ASCII mean: UNB 0001, the syntax identifier.
enum EDICharacterSet {
    /// UNOC: ISO 8859-1.
    case latin1
    /// UNOW, UNOY: UTF-8.
    case utf8
    /// UNOA and UNOB have no such bytes, other sets are not known: UTF-8 where it is that, else ISO 8859-1.
    case guessed

    init(syntaxIdentifier: String?) {
        switch syntaxIdentifier {
        case "UNOC": self = .latin1
        case "UNOW", "UNOY": self = .utf8
        default: self = .guessed
        }
    }

    func text(_ bytes: [UInt8]) -> String {
        let isUTF8 = bytes.withUnsafeBytes { UTF8Check.firstInvalidOffset($0) == nil }
        if self != .latin1, isUTF8 { return String(decoding: bytes, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(Unicode.Scalar(byte)) }
        return String(text)
    }
}
