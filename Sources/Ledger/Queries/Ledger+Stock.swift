public import Customs
import Foundation
import GRDB

extension Ledger {
    /// What one page may cost: stays that are looked at, and release checks. A page that reaches one of these is
    /// shorter than its limit, and its cursor goes on from there.
    private static let maximumStays = 100_000
    private static let maximumChecks = 5000

    /// What stood in a facility at a moment, by container number, each with whether it might leave then: by the
    /// decisions, stays and transits up to that moment.
    ///
    /// Without a moment it is what stands there now, also where an arrival or a decision is dated ahead of the clock.
    /// - Throws: `LedgerError.badCursor` for a cursor of another list.
    public func stock(_ query: StockQuery) async throws -> Page<StockItem> {
        let limit = query.page.boundedLimit
        var select =
            query.at == nil
            ? Select("SELECT container, arrival, departure FROM visit INDEXED BY visit_standing")
            : Select("SELECT container, arrival, departure FROM visit INDEXED BY visit_facility")
        select.filter("facility = ?", query.facility)
        if query.at == nil { select.require("departure IS NULL", []) }
        select.filter("container = ?", query.container)
        if let text = query.page.cursor {
            let cursor = try Cursor(text, of: .stock, keyCount: 1)
            select.require("(container, arrival) > (?, ?)", [cursor.keys[0], cursor.time])
        }
        select.order("container, arrival", limit: Self.maximumStays)
        return try await read { [select] db in
            var page = StockPage(limit: limit)
            let rows = try select.rows(db)
            while let row = try rows.next() {
                page.stays += 1
                guard page.checks < Self.maximumChecks else { return try page.unfinished }
                let container: String = row[0]
                let arrival = Timestamp(milliseconds: row[1])
                if query.at.map({ arrival <= $0 && (row[2] as Int64? ?? .max) > $0.milliseconds }) ?? true {
                    page.checks += 1
                    if let item = try self.item(db, container: container, arrival: arrival, query) {
                        guard page.items.count < limit else { return try page.full }
                        page.add(item)
                    }
                }
                page.last = (container, arrival)
            }
            return page.stays < Self.maximumStays ? Page(items: page.items, next: nil) : try page.unfinished
        }
    }

    /// A stay as an item of the list; `nil` where only what may leave is asked for and it may not.
    private func item(
        _ db: Database, container: String, arrival: Timestamp, _ query: StockQuery
    ) throws -> StockItem? {
        let (check, latest) = try check(
            db, container: container, facility: query.facility, at: query.at ?? .distantFuture,
            emptiesNeedRelease: query.emptiesNeedRelease)
        guard check.allowed || !query.isEligibleOnly else { return nil }
        let json = try Data.fetchOne(
            db.cachedStatement(sql: "SELECT json FROM visit WHERE container = ? AND arrival = ? AND facility = ?"),
            arguments: [container, arrival.milliseconds, query.facility])
        guard let json else { return nil }
        let visit = try decode(Visit.self, json, table: "visit", row: "\(container) at \(query.facility)")
        return StockItem(visit, check, latest: latest)
    }
}

/// A page of stock in the making.
private struct StockPage {
    var items: [StockItem] = []
    var stays = 0
    var checks = 0
    /// The last stay that was looked at.
    var last: (container: String, arrival: Timestamp)?
    private var lastItem: Cursor?

    init(limit: Int) { items.reserveCapacity(limit) }

    mutating func add(_ item: StockItem) {
        items.append(item)
        lastItem = Cursor(.stock, time: item.since.milliseconds, keys: [item.container])
    }

    /// The limit is reached, and there is more.
    var full: Page<StockItem> {
        get throws { Page(items: items, next: try lastItem?.text) }
    }

    /// The page has cost enough; it goes on behind what was looked at.
    var unfinished: Page<StockItem> {
        get throws {
            let next = last.map { Cursor(.stock, time: $0.arrival.milliseconds, keys: [$0.container]) }
            return Page(items: items, next: try next?.text)
        }
    }
}
