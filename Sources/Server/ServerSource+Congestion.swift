package import Customs
import Ledger
import MonitoringCentre
import Supervision

/// The queues at the gates.
extension ServerSource {
    func congestion() async throws -> [GateCongestion] {
        pipeline.congestion(at: latest, staleAfterSeconds: staleAfterSeconds).gates
    }

    func provinceCongestion() async throws -> [ProvinceCongestion] {
        pipeline.congestion(at: latest, staleAfterSeconds: staleAfterSeconds).provinces
    }

    func congestionHistory(gate: String, range: TimeRange, limit: Int) async throws -> [GateCongestion] {
        try await ledger.congestionHistory(gate: gate, range: range, limit: limit)
    }

    func forecastScores(gate: String?, range: TimeRange) async throws -> [ForecastScore] {
        try await ledger.forecastScores(gate: gate, range: range)
    }

    private var staleAfterSeconds: Double { configuration.rules.congestion.staleAfterSeconds }
}

extension Pipeline {
    /// All gates and provinces as they are to be told at a moment; both of one state.
    package func congestion(
        at now: Timestamp, staleAfterSeconds: Double
    ) -> (gates: [GateCongestion], provinces: [ProvinceCongestion]) {
        let (gates, provinces) = read { ($0.gateCongestions, $0.provinceCongestions) }
        let judged = gates.map { $0.judged(at: now, staleAfterSeconds: staleAfterSeconds) }
        return (judged, provinces.map { $0.judged(with: judged) })
    }
}
