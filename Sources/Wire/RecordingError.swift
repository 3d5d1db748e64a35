/// Why a line of a recording cannot be read.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line's number, as the caller counts.
    public var line: Int
    /// The first wrong byte of the line, counted from 1, where one is to blame.
    public var column: Int?
    /// What is wrong, in words.
    public var reason: String

    public init(line: Int, column: Int? = nil, reason: String) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// `line 7, column 12: ...`.
    public var description: String {
        "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": " + reason
    }
}
