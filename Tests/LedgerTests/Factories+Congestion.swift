import Customs

extension GateCongestion {
    static func make(
        _ gate: String = "HUUNGHI", at seconds: Double = 0, level: CongestionLevel = .green, vehicles: Int = 12
    ) -> GateCongestion {
        var congestion = GateCongestion(
            at: time(seconds), gate: gate, kind: .borderGate, name: "Huu Nghi", nameVi: "Hữu Nghị",
            province: "Lang Son", capacityPerHour: 62)
        congestion.level = level
        congestion.vehiclesWaiting = vehicles
        congestion.vehiclesWaitingRange = .init(p10: Double(vehicles) - 2.5, p90: Double(vehicles) + 2.5)
        congestion.waitSeconds = 700.5
        congestion.evidenceAt = time(seconds - 5)
        congestion.forecast = QueueForecast.horizons.map { .make(at: seconds, horizon: $0) }
        congestion.advice = [
            GateAdvice(
                gate: "TANTHANH", name: "Tan Thanh", nameVi: "Tân Thanh", roadSeconds: 900, waitSeconds: 60,
                savedSeconds: 5000)
        ]
        return congestion
    }

    /// As the history has it.
    var plain: GateCongestion {
        var plain = self
        plain.forecast = []
        plain.advice = []
        return plain
    }
}

extension QueueForecast {
    static func make(
        at seconds: Double = 0, horizon: Double = 900, wait: Double = 600, vehicles: Double = 20
    ) -> QueueForecast {
        QueueForecast(
            at: time(seconds + horizon), horizonSeconds: horizon, level: .green,
            vehiclesWaiting: Quantiles(p10: vehicles - 5, p50: vehicles, p90: vehicles + 5),
            waitSeconds: Quantiles(p10: wait - 100, p50: wait, p90: wait + 100))
    }
}

extension ScoredForecast {
    /// A forecast of 600 s and 20 vehicles, intervals 500...700 and 15...25.
    static func make(
        _ gate: String = "HUUNGHI", made seconds: Double = 0, horizon: Double = 900, wait: Double? = 600,
        vehicles: Double? = 20, asNow: Double = 600, asUsual: Double? = 600
    ) -> ScoredForecast {
        ScoredForecast(
            gate: gate, madeAt: time(seconds), forecast: .make(at: seconds, horizon: horizon),
            vehiclesWaiting: vehicles, waitSeconds: wait, waitSecondsAsNow: asNow, waitSecondsAsUsual: asUsual)
    }
}

extension Effect {
    static func congestion(_ sequence: Int64, _ congestion: GateCongestion) -> Effect {
        Effect(sequence: sequence, at: congestion.at, kind: .congestion(congestion))
    }

    static func scored(_ sequence: Int64, _ scored: ScoredForecast) -> Effect {
        Effect(sequence: sequence, at: scored.forecast.at, kind: .forecastScored(scored))
    }
}
