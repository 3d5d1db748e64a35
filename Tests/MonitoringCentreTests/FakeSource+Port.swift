import Crypto
import Customs
import Foundation
import MonitoringCentre

extension FakeSource {
    /// What the pipeline makes of a call of the port side; `nil` for the others.
    static func portOutcome(_ call: HTTPCall, body: [UInt8]) -> Outcome? {
        if let facility = postedFacility(body), !call.account.covers(facility: facility) {
            return .rejected(Rejection(.forbidden, "\(call.account.name) may not post for \(facility)"))
        }
        if call.path.hasPrefix("/v1/clearances") { return .clearance(.make()) }
        if call.path.hasPrefix("/v1/manifests") { return .manifest(ManifestReconciliation.make().manifest) }
        if call.path.contains("/outages") { return .outage(.make()) }
        return nil
    }

    private static func postedFacility(_ body: [UInt8]) -> String? {
        struct Posted: Decodable { var facility: String }
        return (try? JSONDecoder().decode(Posted.self, from: Data(body)))?.facility
    }

    func gateEvent(account: String, eventId: String) async throws -> GateEventRecord? {
        try answer { $1.gateEvents.first { $0.account == account && $0.event.eventId == eventId } }
    }

    func stock(_ query: StockQuery) async throws -> Page<StockItem> {
        try answer { asked, contents in
            asked.stock.append(query)
            let after = query.page.cursor ?? ""
            let rest = contents.stock(query).filter { item in
                item.container > after && (item.allowed || !query.isEligibleOnly)
                    && query.container.map { $0 == item.container } ?? true
            }
            let items = Array(rest.prefix(query.page.limit))
            return Page(items: items, next: rest.count > items.count ? items.last?.container : nil)
        }
    }

    func releaseCheck(container: String, facility: String) async throws -> ReleaseCheck {
        try answer { asked, contents in
            asked.checks.append(container)
            return contents.checks[container]
                ?? ReleaseRule.check(
                    container: container, facility: facility, at: contents.now, facts: [], visits: [], legs: [])
        }
    }

    func visits(container: String) async throws -> [Visit] {
        try answer { $1.visits.filter { $0.container == container } }
    }

    func clearance(declaration: String) async throws -> ClearanceRecord? {
        try answer { _, contents in
            let history = contents.clearances.filter { $0.declaration == declaration }
            guard let last = history.last else { return nil }
            return ClearanceRecord(
                declaration: declaration,
                containers: last.containers.map { .init(number: $0, status: last.status, since: last.decidedAt) },
                history: history)
        }
    }

    func clearances(container: String) async throws -> [ClearanceDecision] {
        try answer { $1.clearances.filter { $0.containers.contains(container) }.reversed() }
    }

    func manifest(call: String) async throws -> ManifestReconciliation? {
        try answer { $1.manifests.first { $0.manifest.manifest.call == call } }
    }

    func outages(facility: String) async throws -> [Outage] {
        try answer { $1.outages.filter { $0.facility == facility } }
    }

    func reporting(_ query: ReportingQuery) async throws -> [ReportingRow] {
        try answer { asked, contents in
            asked.reporting.append(query)
            return contents.reporting.filter { query.facilities?.contains($0.facility) ?? true }
        }
    }

    func equipmentEvents(_ query: EquipmentEventQuery) async throws -> Page<GateEventRecord> {
        try answer { asked, contents in
            asked.equipmentEvents.append(query)
            let live = contents.gateEvents.filter { record in
                record.isLive && query.facilities?.contains(record.event.facility) ?? true
                    && query.types?.contains(record.event.type) ?? true
            }
            let start = query.page.cursor.flatMap(Int.init) ?? 0
            let items = Array(live.dropFirst(start).prefix(query.page.limit))
            let end = start + items.count
            return Page(items: items, next: end < live.count ? "\(end)" : nil)
        }
    }

    func ediAnswer(to call: HTTPCall, body: [UInt8], outcomes: [Outcome]) async -> [UInt8] {
        (try? answer { asked, contents in
            asked.ediAnswers.append((call, body, outcomes))
            return contents.ediAnswer
        }) ?? []
    }

    func signature(of text: String) -> String { Self.signature(of: text) }

    static func signature(of text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data("secret".utf8)))
            .hexadecimal
    }
}
