import Customs

extension CongestionScore {
    private static let namedHorizons: [(seconds: Double, name: String)] = [
        (900, "15 min"), (3600, "1 h"), (10_800, "3 h"), (21_600, "6 h"), (43_200, "12 h"),
    ]

    /// What was said of the present and of what happened, by gate, as a table in Markdown; "knowing the queue" is what
    /// the wait's error would be of one who knows the true queue and the usual capacity, and nothing that is to come.
    public var table: String {
        var lines = [
            "| gate | true wait min | wait error min | of mean | knowing the queue | true queue | queue error | of mean | level right "
                + "| told | false / day | red warned | false / day |",
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        ]
        lines += rows.map { line($0.gate, $0.row) }
        lines.append(line("**all**", overall))
        return lines.joined(separator: "\n")
    }

    /// The forecasts by gate and horizon, as a table in Markdown; errors of the wait in minutes.
    public var forecastTable: String {
        var lines = [
            "| gate | ahead | forecasts | wait error | as now | as usual | wait in 80 % | queue error "
                + "| queue in 80 % |",
            "|---|---|---:|---:|---:|---:|---:|---:|---:|",
        ]
        for (gate, row) in rows + [("**all**", overall)] {
            for (seconds, name) in Self.namedHorizons {
                guard let horizon = row.horizons[seconds] else { continue }
                lines.append(line([gate, name] + fields(horizon)))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ gate: String, _ row: Row) -> String {
        let days = max(row.gateDays, 1)
        let minutes = Double(max(1, row.vehicles.count))
        return line([
            gate, ReportText.fixed(row.wait.meanTruth / 60, 1), ReportText.fixed(row.wait.mean / 60, 1),
            percent(row.wait.share), percent(row.knownWait.share), ReportText.fixed(row.vehicles.meanTruth, 1),
            ReportText.fixed(row.vehicles.mean, 1), percent(row.vehicles.share),
            percent(Double(row.rightLevels) / minutes), "\(row.interruptions.told)/\(row.interruptions.truths)",
            ReportText.fixed(Double(row.interruptions.falseOnes) / days, 2), "\(row.reds.told)/\(row.reds.truths)",
            ReportText.fixed(Double(row.reds.falseOnes) / days, 2),
        ])
    }

    private func fields(_ horizon: Horizon) -> [String] {
        [
            "\(horizon.wait.count)", ReportText.fixed(horizon.wait.mean / 60, 1),
            ReportText.fixed(horizon.asNow.mean / 60, 1), ReportText.fixed(horizon.asUsual.mean / 60, 1),
            percent(horizon.waitCoverage), ReportText.fixed(horizon.vehicles.mean, 1),
            percent(horizon.vehiclesCoverage),
        ]
    }

    private func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |" }

    private func percent(_ share: Double) -> String {
        share.isFinite ? ReportText.fixed(share * 100, 1) + " %" : "-"
    }
}
