import ArgumentParser
import Server

/// Reads a configuration and everything it names, and starts nothing.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a configuration and every file it names.")

    @Option(name: .long, help: "The configuration file.")
    var config: String

    func run() async throws {
        try await Failure.reported {
            let configuration = try Configuration(file: config)
            print(configuration.summary)
        }
    }
}
