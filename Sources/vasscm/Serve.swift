import ArgumentParser
import Foundation
import Logging
import Server

/// Runs the server until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the server.")

    @Option(name: .long, help: "The configuration file.")
    var config: String

    @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    func validate() throws {
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level: “\(logLevel)” is no level")
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError(label:))
        var logger = Logger(label: "vasscm")
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        try await Failure.reported {
            let app = try App.build(
                try Configuration(file: config), logger: logger,
                faults: FaultInjection(environment: ProcessInfo.processInfo.environment))
            try await app.run()
        }
    }
}
