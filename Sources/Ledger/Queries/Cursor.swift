import Foundation

/// Where a page ended: the key of its last row. Opaque outside, and of one list only.
struct Cursor: Hashable, Codable {
    enum List: String, Codable {
        case alerts = "a"
        case transits = "t"
        case gateEvents = "g"
        case rejections = "r"
        case stock = "s"
        case equipmentEvents = "e"
    }

    var list: List
    var time: Int64
    /// What follows the time in the list's order.
    var keys: [String]

    init(_ list: List, time: Int64, keys: [String]) {
        self.list = list
        self.time = time
        self.keys = keys
    }

    private enum CodingKeys: String, CodingKey {
        case list = "l"
        case time = "t"
        case keys = "k"
    }

    /// Safe in a query string: base64url without padding.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return try encoder.encode(self).base64EncodedString()
                .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }

    /// - Throws: `LedgerError.badCursor` where `text` is no cursor of `list` with `keyCount` keys.
    init(_ text: String, of list: List, keyCount: Int) throws {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64),
            let cursor = try? JSONDecoder().decode(Cursor.self, from: data),
            cursor.list == list, cursor.keys.count == keyCount
        else { throw LedgerError.badCursor(text) }
        self = cursor
    }
}
