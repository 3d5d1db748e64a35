public import Customs
import Foundation
import GRDB

extension Ledger {
    /// Rows of a history that one question gets at most: a week and more at one every minute.
    public static let maximumCongestionRows = 12_000

    /// What was published of a gate, oldest first, without forecasts and advice: the newest `limit` of the range, and no
    /// more than `maximumCongestionRows`. Older than two weeks, an hour has one row, its gravest; older than two years,
    /// none.
    public func congestionHistory(
        gate: String, range: TimeRange = TimeRange(), limit: Int = 1000
    ) async throws -> [GateCongestion] {
        guard let times = range.milliseconds else { return [] }
        return try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT sequence, json FROM gate_congestion WHERE gate = ? AND at >= ? AND at <= ?
                        ORDER BY at DESC, sequence DESC LIMIT ?
                        """),
                arguments: [
                    gate, times.lowerBound, times.upperBound, min(max(limit, 1), Self.maximumCongestionRows),
                ])
            var history: [GateCongestion] = []
            while let row = try rows.next() {
                let sequence: Int64 = row[0]
                history.append(
                    try self.decode(GateCongestion.self, row[1], table: "gate_congestion", row: String(sequence)))
            }
            return history.reversed()
        }
    }

    /// How good the forecasts were that were made in the range, by gate and horizon, in that order; `nil` for every gate.
    ///
    /// The errors of a forecast, of "as now" and of "as usual" are means over the same forecasts. Where at least half have
    /// an "as usual", these are the ones that have it; else it is left out, and they are all whose wait is known.
    public func forecastScores(gate: String? = nil, range: TimeRange = TimeRange()) async throws -> [ForecastScore] {
        guard let times = range.milliseconds else { return [] }
        var scores: [ForecastScore] = []
        // A read a series: one long read would keep the write-ahead log from being emptied.
        var series = try await read { try $0.forecastSeries(after: nil, gate: gate) }
        while let found = series {
            try Task.checkCancellation()
            let score: ForecastScore?
            (score, series) = try await read { db in
                (try db.forecastScore(found, made: times), try db.forecastSeries(after: found, gate: gate))
            }
            if let score { scores.append(score) }
        }
        return scores
    }
}

/// The forecasts of one gate and horizon.
private struct ForecastSeries: Sendable {
    var gate: String
    var horizon: Double
}

extension Database {
    /// The next gate and horizon with scores, stepping through the key from one to the next.
    fileprivate func forecastSeries(after last: ForecastSeries?, gate: String?) throws -> ForecastSeries? {
        let row: Row?
        if let gate {
            row = try Row.fetchOne(
                cachedStatement(
                    sql: """
                        SELECT gate, horizon FROM forecast_score WHERE gate = ? AND horizon > ?
                        ORDER BY horizon LIMIT 1
                        """),
                arguments: [gate, last?.horizon ?? -1])
        } else {
            row = try Row.fetchOne(
                cachedStatement(
                    sql: """
                        SELECT gate, horizon FROM forecast_score WHERE (gate, horizon) > (?, ?)
                        ORDER BY gate, horizon LIMIT 1
                        """),
                arguments: [last?.gate ?? "", last?.horizon ?? -1])
        }
        return row.map { ForecastSeries(gate: $0[0], horizon: $0[1]) }
    }

    fileprivate func forecastScore(_ series: ForecastSeries, made times: ClosedRange<Int64>) throws -> ForecastScore? {
        let row = try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT count(*), count(wait), count(wait_as_usual) FILTER (WHERE wait IS NOT NULL),
                        avg(abs(vehicles_p50 - vehicles)), avg(vehicles BETWEEN vehicles_p10 AND vehicles_p90)
                    FROM forecast_score WHERE gate = ? AND horizon = ? AND made_at >= ? AND made_at <= ?
                    """),
            arguments: [series.gate, series.horizon, times.lowerBound, times.upperBound])
        guard let row, row[0] > 0 else { return nil }
        let (withWait, withUsual): (Int, Int) = (row[1], row[2])
        let comparesUsual = withUsual > 0 && withUsual * 2 >= withWait
        var score = ForecastScore(
            gate: series.gate, horizonSeconds: series.horizon, count: comparesUsual ? withUsual : withWait)
        score.vehiclesError = row[3]
        score.vehiclesCoverage = row[4]
        let errors = try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT avg(abs(wait_p50 - wait)), avg(abs(wait_as_now - wait)), avg(abs(wait_as_usual - wait)),
                        avg(wait BETWEEN wait_p10 AND wait_p90)
                    FROM forecast_score
                    WHERE gate = ? AND horizon = ? AND made_at >= ? AND made_at <= ? AND wait IS NOT NULL
                        AND (wait_as_usual IS NOT NULL OR NOT ?)
                    """),
            arguments: [series.gate, series.horizon, times.lowerBound, times.upperBound, comparesUsual])
        guard let errors else { return score }
        score.waitError = errors[0]
        score.waitErrorAsNow = errors[1]
        score.waitErrorAsUsual = comparesUsual ? errors[2] : nil
        score.waitCoverage = errors[3]
        return score
    }
}
