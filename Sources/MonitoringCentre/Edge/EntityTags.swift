import Foundation

/// The entity tags of an `If-Match` or `If-None-Match` field (RFC 9110, sections 13.1.1 and 13.1.2).
struct EntityTags {
    private let field: String

    init(_ field: String) { self.field = field }

    /// Whether the field names `tag`, or everything; weakly compared, as reads are.
    func contain(_ tag: String) -> Bool {
        let wanted = Self.opaque(tag)
        return field.split(separator: ",").contains { part in
            let text = part.trimmingCharacters(in: .whitespaces)
            return text == "*" || Self.opaque(text) == wanted
        }
    }

    private static func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }

    /// The tag of the compressed form of what has `tag`: another form is another representation.
    static func ofCompressed(_ tag: String) -> String {
        tag.hasSuffix("\"") ? tag.dropLast() + compressedMark + "\"" : tag
    }

    /// A field with the tags of compressed forms turned into those of the plain ones, as routes know them.
    static func ofPlain(_ field: String) -> String {
        field.replacingOccurrences(of: compressedMark + "\"", with: "\"")
    }

    static let compressedMark = "-gz"
}
