/// Where a segment stands: what every error names.
struct EDIPosition: Hashable {
    /// Counts the segments of the whole text from 1; the advice `UNA` is none.
    var ordinal: Int
    /// `nil` where it could not be read.
    var tag: String?
    /// The segment's first byte, counted from 0.
    var offset: Int
}

extension EDIPosition: CustomStringConvertible {
    /// `segment 17 (SEL) at byte 512`.
    var description: String { "segment \(ordinal)" + (tag.map { " (\($0))" } ?? "") + " at byte \(offset)" }
}
