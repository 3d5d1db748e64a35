/// The figures of `/metrics`, by name and labels as they are written.
struct Metrics: Sendable {
    private var values: [String: Double] = [:]

    init(text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            values[String(line[..<space])] = value
        }
    }

    func value(_ name: String) -> Int { Int(values[name] ?? 0) }

    /// Seal reports: what came and what became of it.
    var reports: Intake { intake("reports") }
    var gateEvents: Intake { intake("gate_events") }

    struct Intake: Equatable, CustomStringConvertible {
        var received = 0
        var stored = 0
        var duplicate = 0
        var rejected: [String: Int] = [:]

        var rejectedInAll: Int { rejected.values.reduce(0, +) }
        var isBalanced: Bool { received == stored + duplicate + rejectedInAll }

        var description: String {
            "\(received) received = \(stored) stored + \(duplicate) duplicate + \(rejectedInAll) rejected"
        }
    }

    private func intake(_ name: String) -> Intake {
        var intake = Intake(
            received: value("vasscm_\(name)_received_total"), stored: value("vasscm_\(name)_stored_total"),
            duplicate: value("vasscm_\(name)_duplicate_total"))
        let prefix = "vasscm_\(name)_rejected_total{reason=\""
        for (key, value) in values where key.hasPrefix(prefix) {
            intake.rejected[String(key.dropFirst(prefix.count).dropLast(2))] = Int(value)
        }
        return intake
    }
}
