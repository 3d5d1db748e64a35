import Customs

/// The containers that may leave a facility at a moment, as far as one list holds them.
struct EligibleList: Sendable {
    static let maximumRows = 5000
    /// Each row's code is some kilobytes of the page.
    static let maximumRowsWithCodes = 1000

    var facility: String
    var issuedAt: Timestamp
    /// By container number.
    var items: [StockItem]
    /// There were more.
    var isCut: Bool

    /// Asks for the first `limit`.
    ///
    /// - Parameter isNow: ask for what holds now, which is never older than the last acknowledged decision.
    init(facility: String, at time: Timestamp, isNow: Bool, limit: Int, source: any SupervisionSource) async throws {
        self.facility = facility
        issuedAt = time
        items = []
        isCut = false
        var query = StockQuery(facility: facility)
        query.at = isNow ? nil : time
        query.isEligibleOnly = true
        while items.count <= limit {
            query.page.limit = min(limit + 1 - items.count, PageRequest.maximumLimit)
            let page = try await source.stock(query)
            items += page.items
            guard let next = page.next, next != query.page.cursor else { break }
            query.page.cursor = next
        }
        if items.count > limit {
            items.removeLast(items.count - limit)
            isCut = true
        }
    }

    /// What the list's QR code says.
    var code: VerificationCode {
        VerificationCode(
            facility: facility, issuedAt: issuedAt,
            subject: .list(
                count: items.count, digest: VerificationCode.digest(of: items.lazy.map(\.container))))
    }

    /// What a row's QR code says; `nil` for a number that cannot stand in one.
    func code(of item: StockItem) -> VerificationCode? {
        guard VerificationCode.canName(item.container) else { return nil }
        return VerificationCode(facility: facility, issuedAt: issuedAt, subject: .container(item.container))
    }
}
