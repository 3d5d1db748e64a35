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
                let containers = TextTable(
                    record["containers"]?.items ?? [], ["CONTAINER": "number", "STATUS": "status", "SINCE": "since"])
                let history = TextTable(
                    record["history"]?.items ?? [],
                    [
                        "DECIDED": "decidedAt", "BY": "by", "STATUS": "status", "CONTAINERS": "containers",
                        "REASON": "reason",
                    ])
                return containers.text + "\nhistory\n" + history.text
            }
        }
        var order: [String: JSONValue] = ["status": .string(status)]
        if !container.isEmpty { order["containers"] = .array(container.map { .string($0) }) }
        order["reason"] = reason.map { .string($0) }
        let decision = try await api.send(.put, path, .object(order)).json()
        try output.show(decision) { decision in
            TextFields(decision, "declaration", "status", "containers", "reason", "decidedAt", "by").text
        }
    }
}
