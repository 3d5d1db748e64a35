import ArgumentParser

/// Finds containers, seals and transits.
struct SearchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find by a part of a container, seal, plate, declaration or transit.")

    @Argument(help: "What to look for.")
    var text: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let found = try await api.send(.get, "/v1/search", query: [("q", text)]).json()
        try output.show(found) { found in
            let items = found["items"]?.items ?? []
            guard !items.isEmpty else { return "nothing\n" }
            let table = TextTable(
                items,
                [
                    "KIND": "kind", "CONTAINER": "container", "SEAL": "seal", "TRANSIT": "transit", "PLATE": "plate",
                    "DECLARATION": "declaration", "STATUS": "status",
                ])
            return table.text
        }
    }
}
