import ArgumentParser
import Foundation

/// Which server a client command talks to, and as whom.
struct ServerOptions: ParsableArguments {
    static let defaultServer = "http://127.0.0.1:8080"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The server's address (or VASSCM_SERVER in the environment; otherwise \(defaultServer)).", valueName: "url")
    )
    var server: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file that holds the account's key (or VASSCM_KEY in the environment). A key is never an argument: "
                + "other users of the machine see those.", valueName: "file"))
    var keyFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Certificates (PEM) of the authority that the server's is signed by.", valueName: "file"))
    var ca: String?

    /// The address without a slash at its end.
    ///
    /// - Throws: `ClientError` where it is no address of HTTP.
    func address(environment: [String: String]) throws -> String {
        var text = server ?? environment["VASSCM_SERVER"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultServer
        while text.hasSuffix("/") { text.removeLast() }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw ClientError("the server's address “\(text)” must be like https://vasscm.example.vn:8443")
        }
        return text
    }

    /// The key, of the file or of the environment; `nil` where there is none.
    func key(environment: [String: String]) throws -> String? {
        let text: String
        if let keyFile {
            do {
                text = try String(contentsOfFile: keyFile, encoding: .utf8)
            } catch {
                throw ClientError("cannot read the key file \(keyFile): \(error.localizedDescription)")
            }
        } else if let variable = environment["VASSCM_KEY"] {
            text = variable
        } else {
            return nil
        }
        let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ClientError("\(keyFile ?? "VASSCM_KEY") holds no key: one line without blanks")
        }
        return key
    }
}

/// The form of what a command prints.
struct OutputOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: .long, help: "text to read, json for programs.")
    var format = Format.text
}

/// How much of a list is asked for.
struct ListOptions: ParsableArguments {
    @Option(name: .long, help: "At most so many, the newest first.")
    var limit = 100

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000000.") }
    }
}

/// A range of time.
struct RangeOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("At or after this time (RFC 3339).", valueName: "time"))
    var from: String?

    @Option(name: .long, help: ArgumentHelp("Before this time (RFC 3339).", valueName: "time"))
    var to: String?

    var query: [(String, String?)] { [("from", from), ("to", to)] }
}
