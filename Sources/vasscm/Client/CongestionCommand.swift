import ArgumentParser

/// How congested gates are.
struct CongestionCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "congestion", abstract: "How congested the gates are, or one with its forecast. Needs no account.")

    @Argument(help: "A gate's facility code.")
    var gate: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        guard let gate else {
            let gates = try await api.send(.get, "/v1/border-gates/congestion").json()
            return try output.show(gates) { gates in
                let table = TextTable(
                    gates["items"]?.items ?? [],
                    [
                        "GATE": "gate", "LEVEL": "level", "WAITING": "vehiclesWaiting", "WAIT (s)": "waitSeconds",
                        "OPEN": "open", "EVIDENCE": "evidenceAt", "STALE": "stale", "NAME": "name",
                    ])
                return table.text
            }
        }
        let path = "/v1/border-gates/\(APIClient.segment(gate))/congestion"
        try output.show(try await api.send(.get, path).json()) { gate in
            var fields = TextFields()
            for (name, value) in gate.members where !["forecast", "advice"].contains(name) { fields.add(name, value) }
            let table = TextTable(
                gate["forecast"]?.items ?? [],
                ["AT": "at", "LEVEL": "level", "VEHICLES": "vehiclesWaiting.p50", "WAIT (s)": "waitSeconds.p50"])
            return fields.text + (gate["forecast"]?.items.isEmpty == false ? "\nforecast\n" + table.text : "")
        }
    }
}
