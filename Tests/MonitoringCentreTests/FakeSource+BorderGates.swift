import Customs
import MonitoringCentre

extension FakeSource {
    func congestion() async throws -> [GateCongestion] { try answer { $1.congestion } }

    func provinceCongestion() async throws -> [ProvinceCongestion] { try answer { $1.provinces } }

    func congestionHistory(gate: String, range: TimeRange, limit: Int) async throws -> [GateCongestion] {
        try answer { asked, contents in
            asked.histories.append((gate, range, limit))
            return contents.congestionHistory.filter { $0.gate == gate }
        }
    }

    func forecastScores(gate: String?, range: TimeRange) async throws -> [ForecastScore] {
        try answer { asked, contents in
            asked.scores.append((gate, range))
            return contents.scores.filter { gate == nil || $0.gate == gate }
        }
    }
}

extension GateCongestion {
    /// A gate with everything that may be known of it.
    static func make(
        _ gate: String = "HUUNGHI", kind: ZoneKind = .borderGate, province: String? = "Lạng Sơn",
        level: CongestionLevel = .orange
    ) -> GateCongestion {
        var congestion = GateCongestion(
            at: .make("2026-03-02T07:59:00Z"), gate: gate, kind: kind, name: "\(gate) gate", nameVi: "Cửa khẩu \(gate)",
            province: province, capacityPerHour: 62)
        congestion.level = level
        congestion.vehiclesWaiting = 1240
        congestion.vehiclesWaitingRange = .init(p10: 1110, p90: 1390)
        congestion.vehiclesSeen = 719
        congestion.waitSeconds = 13_200
        congestion.waitSecondsRange = .init(p10: 10_800, p90: 16_100)
        congestion.measuredWaitSeconds = 12_100
        congestion.arrivalsPerHour = 104
        congestion.departuresPerHour = 46
        congestion.observedCapacityPerHour = 46
        congestion.changesAt = .make("2026-03-02T12:00:00Z")
        congestion.flow = .reduced
        congestion.flowSince = .make("2026-03-02T06:20:00Z")
        congestion.seenShare = 0.58
        congestion.evidenceAt = .make("2026-03-02T07:58:40Z")
        congestion.expectedLevel = .red
        congestion.expectedAt = .make("2026-03-02T11:00:00Z")
        let quantiles = Quantiles(p10: 1, p50: 2, p90: 3)
        congestion.forecast = [
            QueueForecast(
                at: .make("2026-03-02T08:14:00Z"), horizonSeconds: 900, level: .orange, vehiclesWaiting: quantiles,
                waitSeconds: quantiles)
        ]
        congestion.advice = [
            GateAdvice(
                gate: "TANTHANH", name: "Tan Thanh", nameVi: "Tân Thanh", roadSeconds: 2100, waitSeconds: 3300,
                savedSeconds: 7800)
        ]
        return congestion
    }
}
