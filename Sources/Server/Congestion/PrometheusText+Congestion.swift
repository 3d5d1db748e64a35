package import Customs

extension PrometheusText {
    /// The queues at the gates; a number that is not known has no line.
    package mutating func addCongestion(_ gates: [GateCongestion]) {
        func values(_ value: (GateCongestion) -> Double?) -> [(labels: [String: String], value: Double)] {
            gates.compactMap { gate in value(gate).map { (["gate": gate.gate], $0) } }
        }
        add(
            "vasscm_gate_vehicles_waiting", .gauge, "Vehicles that wait at a gate, those not seen estimated.",
            values { $0.vehiclesWaiting.map(Double.init) })
        add(
            "vasscm_gate_wait_seconds", .gauge, "How long one waits who joins a gate's queue now.",
            values(\.waitSeconds))
        add(
            "vasscm_gate_congestion_level", .gauge,
            "A gate's level: 0 unknown, 1 green, 2 yellow, 3 orange, 4 red.", values { Double($0.level.rank) })
    }
}
