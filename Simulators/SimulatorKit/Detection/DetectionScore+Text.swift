import Customs

extension DetectionScore {
    /// The results by rule as a table in Markdown; delays in seconds.
    public var table: String {
        var lines = [
            "| rule | truths | found | missed | false | precision | recall | median delay | 95 % delay "
                + "| false / 1,000 h |",
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        ]
        lines += rules.map { line("`\($0.rawValue)`", rows[$0] ?? Row()) }
        lines.append(line("**all**", overall))
        return lines.joined(separator: "\n")
    }

    /// How the innocents fared, as a table in Markdown.
    public var innocentTable: String {
        var lines = ["| innocent | seen | false alerts beside it |", "|---|---:|---:|"]
        for (kind, count) in innocents.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("| \(kind.rawValue) | \(count.seen) | \(count.disturbed) |")
        }
        return lines.joined(separator: "\n")
    }

    /// One line for each miss and each false alert; a transit's name says its day.
    public var problemText: String {
        problems.map { problem in
            "- \(problem.kind.rawValue) `\(problem.rule.rawValue)` \(problem.transit) \(problem.startedAt.rfc3339): "
                + problem.note
        }.joined(separator: "\n")
    }

    private func line(_ name: String, _ row: Row) -> String {
        let delays = row.delays.sorted()
        func delay(_ share: Double) -> String {
            delays.isEmpty ? "-" : ReportText.fixed(delays[Int(Double(delays.count - 1) * share)], 0)
        }
        let fields = [
            name, "\(row.truths)", "\(row.found)", "\(row.truths - row.found)", "\(row.falseAlerts)",
            ReportText.fixed(row.precision, 3), ReportText.fixed(row.recall, 3), delay(0.5), delay(0.95),
            ReportText.fixed(falsePerThousandHours(row), 2),
        ]
        return "| " + fields.joined(separator: " | ") + " |"
    }
}
