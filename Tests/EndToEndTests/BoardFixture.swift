import Customs
import Foundation

/// Gates in every state that the board can show.
struct BoardFixture {
    let now: Timestamp
    let gates: [GateCongestion]

    init(now: Timestamp) {
        self.now = now
        var stopped = Self.gate("HUUNGHI", "Hữu Nghị", now, level: .red, vehicles: 5240, wait: 302_400)
        stopped.flow = .stopped
        stopped.flowSince = now.advanced(bySeconds: -4200)
        stopped.isOpen = false
        stopped.advice = [
            GateAdvice(
                gate: "TANTHANH", name: "Tan Thanh border gate", nameVi: "Cửa khẩu Tân Thanh", roadSeconds: 2100,
                waitSeconds: 32_400, savedSeconds: 267_900)
        ]
        var reduced = Self.gate("TANTHANH", "Tân Thanh", now, level: .orange, vehicles: 1240, wait: 13_200)
        reduced.flow = .reduced
        reduced.flowSince = now.advanced(bySeconds: -4200)
        reduced.expectedLevel = .red
        reduced.expectedAt = now.advanced(bySeconds: 9000)
        reduced.advice = [
            GateAdvice(
                gate: "VNMOC", name: "Mong Cai border gate (Bac Luan II)", nameVi: "Cửa khẩu Móng Cái (Bắc Luân II)",
                roadSeconds: 3900, waitSeconds: 1500, savedSeconds: 7800)
        ]
        let busy = Self.gate("VNMOC", "Móng Cái (Bắc Luân II)", now, level: .yellow, vehicles: 640, wait: 5400)
        var stale = Self.gate("MOCBAI", "Mộc Bài", now, level: .green, vehicles: 120, wait: 1500)
        stale.isStale = true
        stale.evidenceAt = now.advanced(bySeconds: -2600)
        var closed = Self.gate("VNLAO", "Lao Bảo", now, level: .green, vehicles: 42, wait: 31_000)
        closed.isOpen = false
        closed.isOpenByCalendar = false
        let clear = Self.gate("VNLCA", "Lào Cai (Kim Thành)", now, level: .green, vehicles: 310, wait: 2820)
        let port = Self.gate("VNHPH", "Hải Phòng (khu Đình Vũ)", now, level: .green, vehicles: 86, wait: 1320)
        let unknown = GateCongestion(
            at: now, gate: "VNCLI", kind: .seaport, name: "Cat Lai port", nameVi: "Cảng Cát Lái")
        gates = [stopped, reduced, busy, stale, closed, clear, port, unknown]
    }

    /// The answers of the server's public calls, by path.
    func answers() throws -> [String: Data] {
        struct List: Encodable {
            var at: Timestamp
            var items: [GateCongestion]
            var provinces: [ProvinceCongestion]
        }
        struct Items<Item: Encodable>: Encodable { var items: [Item] }
        let provinces = [
            ProvinceCongestion(
                province: "Lạng Sơn", level: .red, vehiclesWaiting: 6480, gates: ["HUUNGHI", "TANTHANH"], stale: false),
            ProvinceCongestion(
                province: "Tây Ninh", level: .green, vehiclesWaiting: 120, gates: ["MOCBAI"], stale: true),
        ]
        let base = "/v1/border-gates"
        var answers = [
            "\(base)/congestion": try CanonicalJSON.encode(List(at: now, items: gates, provinces: provinces)),
            "\(base)/congestion/scores": try CanonicalJSON.encode(Items(items: gates.flatMap(Self.scores))),
        ]
        for gate in gates {
            let history = try CanonicalJSON.encode(Items(items: Self.history(gate)))
            answers["\(base)/\(gate.gate)/congestion/history"] = history
        }
        return answers
    }

    private static func gate(
        _ code: String, _ name: String, _ now: Timestamp, level: CongestionLevel, vehicles: Int, wait: Double
    ) -> GateCongestion {
        var gate = GateCongestion(
            at: now.advanced(bySeconds: -20), gate: code, kind: .borderGate, name: "\(name) border gate",
            nameVi: "Cửa khẩu \(name)", province: "Lạng Sơn", capacityPerHour: 62)
        gate.level = level
        gate.vehiclesWaiting = vehicles
        gate.vehiclesWaitingRange = .init(p10: Double(vehicles) * 0.9, p90: Double(vehicles) * 1.12)
        gate.vehiclesSeen = vehicles / 2
        gate.waitSeconds = wait
        gate.waitSecondsRange = .init(p10: wait * 0.82, p90: wait * 1.22)
        gate.measuredWaitSeconds = wait * 0.9
        gate.arrivalsPerHour = 68
        gate.departuresPerHour = 46
        gate.observedCapacityPerHour = 46
        gate.changesAt = now.advanced(bySeconds: 10_800)
        gate.seenShare = 0.58
        gate.evidenceAt = now.advanced(bySeconds: -40)
        gate.forecast = QueueForecast.horizons.map { horizon in
            let growth = 1 + horizon / 43_200
            func quantiles(_ value: Double) -> Quantiles {
                Quantiles(p10: value * growth * 0.7, p50: value * growth, p90: value * growth * 1.5)
            }
            return QueueForecast(
                at: now.advanced(bySeconds: horizon), horizonSeconds: horizon, level: level,
                vehiclesWaiting: quantiles(Double(vehicles)), waitSeconds: quantiles(wait))
        }
        return gate
    }

    private static func history(_ gate: GateCongestion) -> [GateCongestion] {
        guard let vehicles = gate.vehiclesWaiting, let wait = gate.waitSeconds, let last = gate.evidenceAt else {
            return []
        }
        return (0..<288).map { index in
            var past = gate
            let share = 0.3 + 0.7 * Double(index) / 288
            past.at = last.advanced(bySeconds: Double(index - 288) * 300)
            past.vehiclesWaiting = Int(Double(vehicles) * share)
            past.waitSeconds = wait * share
            past.isOpenByCalendar = index > 60
            past.forecast = []
            past.advice = []
            return past
        }
    }

    private static func scores(_ gate: GateCongestion) -> [ForecastScore] {
        guard let wait = gate.waitSeconds else { return [] }
        return QueueForecast.horizons.map { horizon in
            var score = ForecastScore(gate: gate.gate, horizonSeconds: horizon, count: 2790)
            score.waitError = wait * 0.1 + horizon / 100
            score.waitErrorAsNow = wait * 0.2 + horizon / 20
            score.waitErrorAsUsual = wait * 0.5
            score.waitCoverage = 0.81
            return score
        }
    }
}
