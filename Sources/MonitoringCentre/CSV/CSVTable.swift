import Customs
import HTTPTypes
import Hummingbird

/// A list as comma-separated values (RFC 4180), for spreadsheets.
struct CSVTable {
    static let contentType = "text/csv"

    private var writer: ByteWriter

    /// Begins with the line that names the columns.
    init(_ columns: [String]) {
        writer = ByteWriter(capacity: 4096)
        append(columns)
    }

    /// Adds a line; what is absent is an empty cell.
    mutating func append(_ cells: [String?]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { writer.append(",") }
            writer.append(Self.written(cell ?? ""))
        }
        writer.append("\r\n")
    }

    var bytes: [UInt8] { writer.bytes }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
    private static func written(_ cell: String) -> String {
        var cell = cell
        if let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Double(cell) == nil {
            cell = "'" + cell
        }
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

/// What can be a line of a table.
protocol CSVRow {
    static var columns: [String] { get }
    var cells: [String?] { get }
}

extension Call {
    /// Whether the list is asked for as a table: `format=csv`, or an `Accept` that wants nothing else.
    func wantsCSV() throws -> Bool {
        switch try query.text("format") {
        case "csv": return true
        case "json": return false
        case nil:
            let first = request.headers[.accept]?.split(separator: ",").first?.split(separator: ";").first
            return first?.filter { $0 != " " }.lowercased() == CSVTable.contentType
        case .some(let text): throw BadRequest("format is “\(text)”, but must be csv or json")
        }
    }

    /// A page in the form that was asked for; a table's next page is what `X-Next` says, as `cursor`.
    func list<Item: CSVRow & Encodable & Sendable>(_ page: Page<Item>) throws -> Response {
        guard try wantsCSV() else { return try .json(page, headers: [.vary: "Accept"]) }
        var table = CSVTable(Item.columns)
        for item in page.items { table.append(item.cells) }
        var headers: HTTPFields = [.vary: "Accept"]
        if let next = page.next, let name = HTTPField.Name("X-Next") { headers[name] = next }
        return .bytes(table.bytes, "\(CSVTable.contentType); charset=utf-8; header=present", headers: headers)
    }
}
