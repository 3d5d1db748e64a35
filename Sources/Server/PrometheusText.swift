/// Writes metrics in Prometheus' text format, version 0.0.4.
package struct PrometheusText {
    package private(set) var text = ""

    package init() {}

    enum Kind: String { case counter, gauge }

    /// One metric; each value with its labels.
    mutating func add(
        _ name: String, _ kind: Kind, _ help: String, _ values: [(labels: [String: String], value: Double)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, value) in values { text += "\(name)\(Self.braces(labels)) \(Self.number(value))\n" }
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        add(name, kind, help, [([:], Double(value))])
    }

    private static func braces(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
