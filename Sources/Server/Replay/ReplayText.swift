import Customs
import Foundation

/// The forms in which replays say things.
public enum ReplayText {
    /// How the output of a replay is written.
    public enum Form: String, Sendable, CaseIterable {
        /// One object a line.
        case json
        /// For people.
        case text
    }

    /// Any value as one line of canonical JSON; numbers that JSON has no words for are texts.
    static func json(_ value: some Encodable) -> String? {
        let encoder = CanonicalJSON.makeEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Rows in columns as wide as their widest cell: the first to the left, of the others those that `isRight` names to the
    /// right.
    static func table(_ rows: [[String]], isRight: (Int) -> Bool) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                padded(cell, column < widths.count ? widths[column] : 0, toRight: isRight(column))
            }
            return cells.joined(separator: "  ").trimmingCharacters(in: .init(charactersIn: " ")) + "\n"
        }.joined()
    }

    static func padded(_ text: String, _ width: Int, toRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return toRight ? space + text : text + space
    }
}
