import SimulatorKit

/// Figures of calls, as a table in Markdown; milliseconds.
struct FigureTable {
    private var rows: [[String]] = []
    private(set) var notes: [String] = []

    mutating func add(_ name: String, _ result: CallLoadResult, yardstick: Latencies? = nil) {
        func milliseconds(_ value: Double?) -> String { value.map { Self.fixed($0 * 1000) } ?? "-" }
        let own = result.latencies
        let ratio = own.quantile(0.99).flatMap { p99 in
            yardstick?.quantile(0.99).map { Self.fixed(p99 / $0) }
        }
        let counts = result.statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        rows.append([
            name, "\(own.count)", "\(Int(Double(own.count) / max(result.seconds, 0.001)))",
            milliseconds(own.quantile(0.5)), milliseconds(own.quantile(0.95)), milliseconds(own.quantile(0.99)),
            milliseconds(own.largest), ratio ?? "-", counts.joined(separator: ", "),
        ])
        if let failure = result.firstFailure { notes.append("\(name): first failure: \(failure)") }
    }

    mutating func note(_ text: String) { notes.append(text) }

    var text: String {
        var lines = [
            "| calls | answers | a second | p50 | p95 | p99 | max | p99 to /healthz | statuses |",
            "|---|---:|---:|---:|---:|---:|---:|---:|---|",
        ]
        lines += rows.map { "| " + $0.joined(separator: " | ") + " |" }
        return (lines + [""] + notes.map { "- \($0)" }).joined(separator: "\n")
    }

    static func fixed(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
