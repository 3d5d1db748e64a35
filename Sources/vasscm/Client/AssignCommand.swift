import ArgumentParser

/// Assigns alerts to an officer.
struct AssignCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "assign", abstract: "Assign alerts to somebody.")

    @Option(name: .long, help: ArgumentHelp("Who is to see to them.", valueName: "account"))
    var to: String

    @OptionGroup var options: AlertActionOptions

    var connection: ServerOptions { options.connection }

    func call(_ api: APIClient) async throws { try await options.perform("assign", assignee: to, api) }
}
