import ArgumentParser

/// Closes a transit, or cancels it.
struct CloseTransitCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "close-transit", abstract: "Close a transit, or cancel it.")

    @Argument(help: "The transit's id.")
    var id: String

    @Option(name: .long, help: "Why; kept with who did it and when.")
    var reason: String

    @Flag(name: .long, help: "It did not take place.")
    var cancel = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let path = "/v1/transits/\(APIClient.segment(id))/\(cancel ? "cancel" : "close")"
        let closed = try await api.send(.post, path, .object(["reason": .string(reason)])).json()
        try output.show(closed, text: TransitText.fields)
    }
}
