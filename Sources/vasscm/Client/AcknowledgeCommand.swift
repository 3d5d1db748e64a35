import ArgumentParser

/// Acknowledge alerts: somebody has seen them.
struct AcknowledgeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "Acknowledge alerts: somebody has seen them.")

    @OptionGroup var options: AlertActionOptions

    var connection: ServerOptions { options.connection }

    func call(_ api: APIClient) async throws { try await options.perform("acknowledge", api) }
}
