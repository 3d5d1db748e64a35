import SimulatorKit

/// Figures as a table in Markdown.
struct FigureTable {
    private var rows: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String) { rows.append((name, value)) }

    /// Milliseconds of answers of so many bytes, and what each took of the server's processors.
    mutating func add(_ name: String, _ latencies: Latencies, bytes: Int, processorSeconds: Double) {
        func milliseconds(_ share: Double) -> String { latencies.quantile(share).map { Self.tenths($0 * 1000) } ?? "-" }
        add(
            name,
            "p50 \(milliseconds(0.5)) ms, p95 \(milliseconds(0.95)) ms, "
                + "processor \(Self.tenths(processorSeconds * 1000)) ms, \(bytes / 1000) kB")
    }

    var text: String {
        (["| what | figure |", "|---|---|"] + rows.map { "| \($0.name) | \($0.value) |" }).joined(separator: "\n")
    }

    static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
