import Customs
import Ledger
import MonitoringCentre
import Supervision

extension ServerSource {
    func transits(matching text: SearchText, limit: Int) async throws -> [Transit] {
        try await ledger.transits(matching: text.text, limit: limit)
    }

    func seals(matching text: SearchText, limit: Int) async throws -> [SealStatus] {
        let found = pipeline.read(\.sealStatuses).filter { text.isPart(of: $0.seal) }
        return Array(found.sorted { $0.seal < $1.seal }.prefix(limit))
    }

    func containers(matching text: SearchText, limit: Int) async throws -> [String] {
        try await ledger.containers(beginningWith: text.text, limit: limit)
    }
}
