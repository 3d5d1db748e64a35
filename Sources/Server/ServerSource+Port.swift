import Customs
import Ledger
import MonitoringCentre
import Wire

/// The port side: what stands where, and what may leave.
extension ServerSource {
    func gateEvent(account: String, eventId: String) async throws -> GateEventRecord? {
        try await ledger.gateEvent(account: account, eventId: eventId)
    }

    func stock(_ query: StockQuery) async throws -> Page<StockItem> {
        var query = query
        query.emptiesNeedRelease = emptiesNeedRelease
        return try await asked { [query] in try await ledger.stock(query) }
    }

    func releaseCheck(container: String, facility: String) async throws -> ReleaseCheck {
        try await ledger.releaseCheck(
            container: container, facility: facility, at: latest, emptiesNeedRelease: emptiesNeedRelease)
    }

    /// As the rule of gate-outs has it.
    private var emptiesNeedRelease: Bool { configuration.rules[.gateOutWithoutClearance]["empties"] >= 1 }

    func visits(container: String) async throws -> [Visit] { try await ledger.visits(container: container) }

    func clearance(declaration: String) async throws -> ClearanceRecord? {
        try await ledger.clearance(declaration: declaration)
    }

    func clearances(container: String) async throws -> [ClearanceDecision] {
        try await ledger.clearances(container: container)
    }

    func manifest(call: String) async throws -> ManifestReconciliation? { try await ledger.manifest(call: call) }
    func outages(facility: String) async throws -> [Outage] { try await ledger.outages(facility: facility) }

    func reporting(_ query: ReportingQuery) async throws -> [ReportingRow] {
        try await asked { try await ledger.reporting(query) }
    }

    func equipmentEvents(_ query: EquipmentEventQuery) async throws -> Page<GateEventRecord> {
        try await asked { try await ledger.equipmentEvents(query) }
    }

    func ediAnswer(to call: HTTPCall, body: [UInt8], outcomes: [Outcome]) async -> [UInt8] {
        // The same call as the one that was decoded: with how the partner writes.
        let placed = desk.placed(Envelope(source: .http(call), receivedAt: clock.now, body: body))
        guard case .http(let read) = placed.source else { return [] }
        return AnsweredCall(call: read, body: body, receivedAt: placed.receivedAt, outcomes: outcomes).interchange
    }

    func signature(of text: String) -> String { key.signature(of: text) }

    /// Now, or the moment of the newest decision that is stored, where the machine's clock was set back meanwhile: a check
    /// is never older than what was acknowledged.
    var latest: Timestamp { max(clock.now, pipeline.committedAt) }
}
