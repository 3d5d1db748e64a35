import Customs
import GRDB

extension Database {
    /// Appends to a gate's history, and lets go what is too old. The event of it is written already.
    func insertHistory(_ congestion: GateCongestion, sequence: Int64) throws {
        var plain = congestion
        plain.forecast = []
        plain.advice = []
        try cachedStatement(
            sql: "INSERT INTO gate_congestion (gate, at, sequence, level, json) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            congestion.gate, congestion.at.milliseconds, sequence, congestion.level.rank,
            try CanonicalJSON.string(plain),
        ])
        try forgetOldCongestion(gate: congestion.gate, now: congestion.at.milliseconds)
        try thinHistory(gate: congestion.gate, before: congestion.at.milliseconds - CongestionRetention.everyRow)
    }

    private func forgetOldCongestion(gate: String, now: Int64) throws {
        try cachedStatement(
            sql: """
                DELETE FROM event WHERE sequence IN (
                    SELECT sequence FROM event WHERE kind = 'congestion' AND facility = ? AND at < ?
                    ORDER BY at LIMIT ?)
                """
        ).execute(arguments: [gate, now - CongestionRetention.events, CongestionRetention.atOnce])
        try cachedStatement(
            sql: """
                DELETE FROM gate_congestion WHERE gate = ?1 AND (at, sequence) IN (
                    SELECT at, sequence FROM gate_congestion WHERE gate = ?1 AND at < ?2 ORDER BY at LIMIT ?3)
                """
        ).execute(arguments: [gate, now - CongestionRetention.history, CongestionRetention.atOnce])
    }

    /// Leaves of each hour that has ended before `limit` the gravest row, of equals the first: oldest hours first, and
    /// only a few at once.
    private func thinHistory(gate: String, before limit: Int64) throws {
        let hour = CongestionRetention.hour
        for _ in 0..<CongestionRetention.atOnce {
            let oldest = try Int64.fetchOne(
                cachedStatement(
                    sql: """
                        SELECT at FROM gate_congestion WHERE gate = ? AND is_thinned = 0 AND at < ?
                        ORDER BY at LIMIT 1
                        """),
                arguments: [gate, limit])
            guard let oldest else { return }
            // Rounded down, also before 1970.
            let from = oldest - ((oldest % hour) + hour) % hour
            guard from + hour <= limit else { return }
            try cachedStatement(
                sql: """
                    DELETE FROM gate_congestion WHERE gate = ?1 AND at >= ?2 AND at < ?3 AND sequence <> (
                        SELECT sequence FROM gate_congestion WHERE gate = ?1 AND at >= ?2 AND at < ?3
                        ORDER BY level DESC, at, sequence LIMIT 1)
                    """
            ).execute(arguments: [gate, from, from + hour])
            try cachedStatement(
                sql: "UPDATE gate_congestion SET is_thinned = 1 WHERE gate = ? AND at >= ? AND at < ?"
            ).execute(arguments: [gate, from, from + hour])
        }
    }

    /// Keeps a scored forecast. The same one again is its last word: after a start under other zones or rules the journal
    /// is folded anew, and what was scored before may come due once more.
    func upsert(_ scored: ScoredForecast) throws {
        let forecast = scored.forecast
        try cachedStatement(
            sql: """
                INSERT INTO forecast_score
                    (gate, horizon, made_at, at, wait_p10, wait_p50, wait_p90, vehicles_p10, vehicles_p50,
                    vehicles_p90, wait, vehicles, wait_as_now, wait_as_usual)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (gate, horizon, made_at) DO UPDATE SET
                    at = excluded.at, wait_p10 = excluded.wait_p10, wait_p50 = excluded.wait_p50,
                    wait_p90 = excluded.wait_p90, vehicles_p10 = excluded.vehicles_p10,
                    vehicles_p50 = excluded.vehicles_p50, vehicles_p90 = excluded.vehicles_p90,
                    wait = excluded.wait, vehicles = excluded.vehicles, wait_as_now = excluded.wait_as_now,
                    wait_as_usual = excluded.wait_as_usual
                """
        ).execute(arguments: [
            scored.gate, forecast.horizonSeconds, scored.madeAt.milliseconds, forecast.at.milliseconds,
            forecast.waitSeconds.p10, forecast.waitSeconds.p50, forecast.waitSeconds.p90,
            forecast.vehiclesWaiting.p10, forecast.vehiclesWaiting.p50, forecast.vehiclesWaiting.p90,
            scored.waitSeconds, scored.vehiclesWaiting, scored.waitSecondsAsNow, scored.waitSecondsAsUsual,
        ])
        try cachedStatement(
            sql: """
                DELETE FROM forecast_score WHERE gate = ?1 AND horizon = ?2 AND made_at IN (
                    SELECT made_at FROM forecast_score WHERE gate = ?1 AND horizon = ?2 AND made_at < ?3
                    ORDER BY made_at LIMIT ?4)
                """
        ).execute(arguments: [
            scored.gate, forecast.horizonSeconds, scored.madeAt.milliseconds - CongestionRetention.scores,
            CongestionRetention.atOnce,
        ])
    }
}
