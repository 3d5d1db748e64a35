import ArgumentParser

/// One alert.
struct AlertCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "One alert: its evidence, and what officers did with it.")

    @Argument(help: "The alert's id.")
    var id: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let alert = try await api.send(.get, "/v1/alerts/\(APIClient.segment(id))").json()
        try output.show(alert, text: AlertText.whole)
    }
}
