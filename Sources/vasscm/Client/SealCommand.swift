import ArgumentParser

/// What is known of a seal.
struct SealCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "A seal's last report, its battery, and which of its reports are missing.")

    @Argument(help: "The seal's id.")
    var id: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let seal = try await api.send(.get, "/v1/seals/\(APIClient.segment(id))").json()
        try output.show(seal) { seal in
            var fields = TextFields(seal, "seal", "container", "transit", "receivedAt", "suspect")
            for (name, value) in seal["lastReport"]?.members ?? [] where name != "seal" {
                fields.add("lastReport." + name, value)
            }
            let gaps = (seal["missing"]?.items ?? []).map { $0.items.map(\.text).joined(separator: " to ") }
            fields.add("missing", .string(gaps.isEmpty ? "none" : gaps.joined(separator: ", ")))
            return fields.text
        }
    }
}
