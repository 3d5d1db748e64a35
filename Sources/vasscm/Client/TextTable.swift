/// A table for a terminal: a head, and columns as wide as what stands in them.
package struct TextTable {
    private let head: [String]
    private var rows: [[String]] = []

    package init(_ head: String...) { self.head = head }

    /// A row for each item: under each head the member at that path, such as `was.id`.
    package init(_ items: [JSONValue], _ columns: KeyValuePairs<String, String>) {
        head = columns.map(\.key)
        rows = items.map { item in columns.map { Self.cell(item.at($0.value)) } }
    }

    /// Adds a row; what is not known is a hyphen.
    package mutating func add(_ cells: JSONValue?...) { rows.append(cells.map(Self.cell)) }

    private static func cell(_ value: JSONValue?) -> String {
        guard let text = value?.text, !text.isEmpty else { return "-" }
        return plain(text)
    }

    package var text: String {
        let lines = [head] + rows
        let widths = head.indices.map { column in
            lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return lines.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                line += cell
                if column < cells.count - 1 {
                    line += String(repeating: " ", count: widths[column] - cell.count + 2)
                }
            }
            return line + "\n"
        }.joined()
    }

    /// Without the characters that move a terminal's cursor or change its colours: devices and partners write these
    /// texts.
    package static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

/// Names and values, one a line.
package struct TextFields {
    private var lines: [(name: String, value: String)] = []

    package init() {}

    /// The members of these names that an object has.
    package init(_ object: JSONValue, _ names: String...) {
        for name in names { add(name, object[name]) }
    }

    /// Adds a line, where there is a value.
    package mutating func add(_ name: String, _ value: JSONValue?) {
        guard let value else { return }
        lines.append((name, TextTable.plain(value.text)))
    }

    package var text: String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
        }.joined()
    }
}
