import ArgumentParser
import MonitoringCentre

/// Makes the hash of a password for the accounts file.
struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read a password and print its hash, for password: in the accounts file.",
        discussion: "It is asked for at the terminal, twice, or is the first line of standard input.")

    func run() async throws {
        try await Failure.reported {
            var generator = SystemRandomNumberGenerator()
            let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            print(try PasswordHash(password: try PasswordPrompt.newPassword(), salt: salt))
        }
    }
}
