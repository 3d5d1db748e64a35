import ArgumentParser

/// Clear alerts: they are over.
struct ClearCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "clear", abstract: "Clear alerts: they are over.")

    @OptionGroup var options: AlertActionOptions

    var connection: ServerOptions { options.connection }

    func call(_ api: APIClient) async throws { try await options.perform("clear", api) }
}
