/// The form that names of seals, transits, facilities and zones must have: 1 to 64 of `A-Z a-z 0-9 . _ -`.
///
/// It keeps MQTT wildcards (`+ # /`), blanks and control characters out of topics, paths and file names.
public enum Identifier {
    public static let maximumLength = 64

    /// Whether `text` may name something.
    public static func isValid(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isValid(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// The same for raw UTF-8, without a `String`: every report's topic is held against it.
    public static func isValid(bytes: UnsafeRawBufferPointer) -> Bool {
        1...maximumLength ~= bytes.count && bytes.allSatisfy(isAllowed)
    }

    @inline(__always)
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
