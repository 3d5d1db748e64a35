import ArgumentParser

/// Comments on alerts.
struct CommentCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "comment", abstract: "Comment on alerts.")

    @OptionGroup var options: AlertActionOptions

    var connection: ServerOptions { options.connection }

    func validate() throws {
        if options.comment == nil { throw ValidationError("Say --comment.") }
    }

    func call(_ api: APIClient) async throws { try await options.perform("comment", api) }
}
