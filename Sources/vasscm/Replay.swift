import ArgumentParser
import Foundation
import Server

/// Plays recordings through the supervision in process, as fast as it can.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay recordings through the rules, with no broker and no ledger.",
        discussion: """
            Writes every alert, zone transition and transit change as one JSON object a line on standard output, and a \
            summary on standard error. The same recording gives the same bytes every time.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case json }

    @Option(name: .long, help: "The configuration file: its zones, rules and accounts.")
    var config: String

    @Option(name: .long, help: "The form of the output.")
    var format = Format.json

    @Argument(help: "Recordings, one after the other; .gz is read as it is; - is standard input.")
    var recordings: [String]

    func run() async throws {
        try await Failure.reported {
            let configuration = try Configuration(file: config)
            let output = BufferedOutput(.standardOutput)
            defer { output.flush() }
            let summary = try ReplayRun(configuration: configuration).play(recordings) { output.write(line: $0) }
            FileHandle.standardError.write(Data(summary.utf8))
        }
    }
}
