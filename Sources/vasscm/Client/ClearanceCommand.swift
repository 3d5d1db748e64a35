import ArgumentParser

/// What Customs decided of a declaration, and a new decision.
struct ClearanceCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "clearance", abstract: "What Customs decided of a declaration; with --status, decide.")

    @Argument(help: "The declaration.")
    var declaration: String

    @Option(name: .long, help: "released, held, scan, inspection or revoked.")
    var status: String?

    @Option(name: .long, help: "With --status: a container; once for each. None for all of the declaration.")
    var container: [String] = []

    @Option(name: .long, help: "With --status: why.")
    var reason: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func validate() throws {
        if status == nil, reason != nil || !container.isEmpty {
            throw ValidationError("--container and --reason go with --status.")
        }
    }

    func call(_ api: APIClient) async throws {
        let path = "/v1/clearances/\(APIClient.segment(declaration))"
        guard let status else {
            return try output.show(try await api.send(.get, path).json()) { record in
                var containers = TextTable("CONTAINER", "STATUS", "SINCE")
                for item in record["containers"]?.items ?? [] {
                    containers.add(item["number"], item["status"], item["since"])
                }
                var history = TextTable("DECIDED", "BY", "STATUS", "CONTAINERS", "REASON")
                for item in record["history"]?.items ?? [] {
                    history.add(item["decidedAt"], item["by"], item["status"], item["containers"], item["reason"])
                }
                return containers.text + "\nhistory\n" + history.text
            }
        }
        var order: [String: JSONValue] = ["status": .string(status)]
        if !container.isEmpty { order["containers"] = .array(container.map { .string($0) }) }
        order["reason"] = reason.map { .string($0) }
        let decision = try await api.send(.put, path, .object(order)).json()
        try output.show(decision) { decision in
            var fields = TextFields()
            for name in ["declaration", "status", "containers", "reason", "decidedAt", "by"] {
                fields.add(name, decision[name])
            }
            return fields.text
        }
    }
}
