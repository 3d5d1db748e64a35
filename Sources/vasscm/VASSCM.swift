import ArgumentParser
import Foundation

/// The program: the server's commands, and those of a client that talks to a server's API.
@main
struct VASSCM: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vasscm", abstract: "Supervises containers under customs control.",
        discussion: """
            The commands of the client talk to a server: --server URL or VASSCM_SERVER, with an account's key from \
            VASSCM_KEY or --key-file. They end with 1 where the server refuses, and with 2 where they are not understood.
            """,
        groupedSubcommands: [
            CommandGroup(name: "Server", subcommands: [Serve.self, Replay.self, Check.self, Password.self]),
            CommandGroup(
                name: "Watch",
                subcommands: [
                    AlertsCommand.self, AlertCommand.self, PositionsCommand.self, SealCommand.self,
                    ContainerCommand.self, TrackCommand.self, CongestionCommand.self, StreamCommand.self,
                    SearchCommand.self,
                ]),
            CommandGroup(
                name: "Decide",
                subcommands: [
                    AcknowledgeCommand.self, AssignCommand.self, CommentCommand.self, ClearCommand.self,
                ]),
            CommandGroup(
                name: "Transits and customs",
                subcommands: [
                    TransitsCommand.self, TransitCommand.self, OpenTransitCommand.self, CloseTransitCommand.self,
                    ClearanceCommand.self, StockCommand.self,
                ]),
            CommandGroup(name: "Administer", subcommands: [ZonesCommand.self, AccountsCommand.self]),
        ])

    /// What is not understood ends with 2, as shells and scripts expect, where the parser's own status is 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            Foundation.exit(2)
        }
    }
}
