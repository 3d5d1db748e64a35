import Customs
import Foundation
import GRDB

extension PageRequest {
    /// The limit within the contract's bounds.
    var boundedLimit: Int { min(max(limit, 1), Self.maximumLimit) }
}

extension Ledger {
    /// A page from rows that were fetched with one more than its limit: the one more says whether there is a next.
    static func page<Item>(
        _ rows: RowCursor, limit: Int, read: (Row) throws -> (item: Item, cursor: Cursor)
    ) throws -> Page<Item> {
        var items: [Item] = []
        var last: Cursor?
        while let row = try rows.next() {
            guard items.count < limit else { return Page(items: items, next: try last?.text) }
            let (item, cursor) = try read(row)
            items.append(item)
            last = cursor
        }
        return Page(items: items, next: nil)
    }

    /// A read model's JSON as its value.
    func decode<Value: Decodable>(_ type: Value.Type, _ json: Data, table: String, row: String) throws -> Value {
        do {
            return try CanonicalJSON.decode(type, from: json)
        } catch {
            throw LedgerError.corrupt(path: path, table: table, row: row, reason: "does not decode: \(error)")
        }
    }
}
