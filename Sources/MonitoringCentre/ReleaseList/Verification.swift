import Customs

/// Whether a scanned code is the server's own, and what holds now of what it was issued for.
struct Verification: Encodable, Sendable {
    enum Kind: String, Encodable, Sendable { case list, container }

    /// A container of the list that may not leave any more, or that has left.
    struct Gone: Encodable, Sendable {
        var container: String
        var allowed: Bool
        var reasons: [ReleaseCheck.Reason]
        var notes: [ReleaseCheck.Reason]
    }

    var authentic: Bool
    var checkedAt: Timestamp
    /// The following are said of an authentic code only.
    var kind: Kind?
    var facility: String?
    var facilityName: String?
    var facilityNameVi: String?
    var issuedAt: Timestamp?

    /// Of a list: how many containers it holds; whether they are those that were eligible by what is known now of that
    /// time; and which of them are not any more.
    var count: Int?
    var unchanged: Bool?
    var noLongerEligible: [Gone]?

    /// Of one container: the release check now.
    var container: String?
    var check: ReleaseCheck?

    /// Answers a scanned code.
    ///
    /// - Throws: 404 for a facility that does not exist or that the account may not see, 400 for what is no code.
    init(_ call: Call) async throws {
        let scanned = try VerificationCode.read(try call.query.required("code"))
        let facility = try await call.readableFacility(scanned.code.facility)
        let source = call.source
        checkedAt = source.now
        authentic = scanned.isAuthentic { source.signature(of: $0) }
        guard authentic else { return }
        self.facility = facility.code
        facilityName = facility.name
        facilityNameVi = facility.nameVi
        issuedAt = scanned.code.issuedAt
        switch scanned.code.subject {
        case .container(let number):
            kind = .container
            container = number
            check = try await source.releaseCheck(container: number, facility: facility.code)
        case .list(let count, let digest):
            kind = .list
            self.count = count
            let then = try await EligibleList(
                facility: facility.code, at: scanned.code.issuedAt, isNow: false,
                limit: min(count, EligibleList.maximumRows), source: source)
            unchanged = then.code.subject == .list(count: count, digest: digest)
            noLongerEligible = try await Self.gone(of: then, source)
        }
    }

    /// Those of a list that may not leave now.
    private static func gone(of list: EligibleList, _ source: any SupervisionSource) async throws -> [Gone] {
        let now = try await stillEligible(list, source)
        var gone: [Gone] = []
        for item in list.items where !now.contains(item.container) {
            let check = try await source.releaseCheck(container: item.container, facility: list.facility)
            let hasLeft = check.notes.contains { $0.code == .notInStock }
            guard !check.allowed || hasLeft else { continue }
            gone.append(
                Gone(
                    container: item.container, allowed: check.allowed, reasons: check.reasons, notes: check.notes))
        }
        return gone
    }

    /// What is eligible now, up to the list's last number; what is not found here is checked one by one.
    private static func stillEligible(
        _ list: EligibleList, _ source: any SupervisionSource
    ) async throws -> Set<String> {
        guard let last = list.items.last?.container else { return [] }
        var found: Set<String> = []
        var query = StockQuery(facility: list.facility)
        query.isEligibleOnly = true
        query.page.limit = PageRequest.maximumLimit
        for _ in 0..<100 {
            let page = try await source.stock(query)
            found.formUnion(page.items.lazy.map(\.container))
            guard let next = page.next, let end = page.items.last?.container, end < last else { break }
            query.page.cursor = next
        }
        return found
    }
}
