import ArgumentParser

/// A list of alerts.
struct AlertsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Alerts, the newest first.")

    @Option(name: .long, help: "active, cleared or withdrawn.")
    var status: String?

    @Option(name: .long, help: "A rule's code, such as seal-tampered.")
    var rule: String?

    @Option(name: .long, help: "A severity, such as critical.")
    var severity: String?

    @Option(name: .long, help: "A container's number.")
    var container: String?

    @Option(name: .long, help: "A transit's id.")
    var transit: String?

    @Option(name: .long, help: "A seal's id.")
    var seal: String?

    @Option(name: .long, help: "A facility's code.")
    var facility: String?

    @Option(name: .long, help: "Who it is assigned to.")
    var assignee: String?

    @Flag(inversion: .prefixedNo, help: "Those that somebody acknowledged, or nobody.")
    var acknowledged: Bool?

    @OptionGroup var range: RangeOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let alerts = try await api.list(
            "/v1/alerts",
            query: [
                ("status", status), ("rule", rule), ("severity", severity), ("container", container),
                ("transit", transit), ("seal", seal), ("facility", facility), ("assignee", assignee),
                ("acknowledged", acknowledged.map { "\($0)" }),
            ] + range.query, limit: list.limit)
        try output.show(alerts) { AlertText.table($0.items) }
    }
}

/// Alerts in text.
enum AlertText {
    static func table(_ alerts: [JSONValue]) -> TextTable {
        TextTable(
            alerts,
            [
                "STARTED": "startedAt", "SEVERITY": "severity", "STATUS": "status", "ACK": "acknowledged",
                "CONTAINER": "container", "SEAL": "seal", "ID": "id", "MESSAGE": "message",
            ])
    }

    /// An alert with its evidence and what officers did.
    static func whole(_ alert: JSONValue) -> String {
        var text = TextFields(
            alert, "id", "rule", "severity", "status", "acknowledged", "assignee", "container", "seal", "transit",
            "facility", "startedAt", "detectedAt", "clearedAt", "escalatedAt", "position", "message", "messageVi"
        ).text
        let evidence = alert["evidence"]?.members ?? []
        if !evidence.isEmpty {
            var lines = TextFields()
            for (name, value) in evidence { lines.add("  " + name, value) }
            text += "\nevidence\n" + lines.text
        }
        let actions = alert["actions"]?.items ?? []
        guard !actions.isEmpty else { return text }
        let table = TextTable(
            actions, ["AT": "at", "BY": "by", "ACTION": "kind", "ASSIGNEE": "assignee", "COMMENT": "comment"])
        return text + "\nhistory\n" + table.text
    }
}
