import ArgumentParser

/// The program: `serve`, `replay`, `check`.
@main
struct VASSCM: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vasscm", abstract: "Supervises containers under customs control.",
        subcommands: [Serve.self, Replay.self, Check.self])
}
