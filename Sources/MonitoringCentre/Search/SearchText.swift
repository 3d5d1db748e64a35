/// A text to be searched for: capitals and small letters are the same, and blanks, hyphens and points do not count.
public struct SearchText: Sendable, Hashable {
    /// What is left, in capitals.
    public let text: String

    /// `nil` where nothing is left.
    public init?(_ text: String) {
        self.text = Self.reduced(text)
        if self.text.isEmpty { return nil }
    }

    /// Whether `other` has it in it.
    public func isPart(of other: String) -> Bool { Self.reduced(other).contains(text) }

    /// Whether `other` is it, and nothing more.
    func isWhole(_ other: String?) -> Bool { other.map { Self.reduced($0) == text } ?? false }

    private static func reduced(_ text: String) -> String {
        // Only ASCII letters have two sizes here, as in the ledger.
        let bytes = text.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case 0x09, 0x20, UInt8(ascii: "-"), UInt8(ascii: "."): nil
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 0x20
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
