import ArgumentParser

/// A command that calls the API of a server.
protocol ClientCommand: AsyncParsableCommand {
    var connection: ServerOptions { get }
    func call(_ api: APIClient) async throws
}

extension ClientCommand {
    func run() async throws {
        try await Failure.reported { try await APIClient.with(connection) { try await call($0) } }
    }
}

extension OutputOptions {
    /// Prints JSON as it is, or the text that is made of it.
    func show(_ value: JSONValue, text: (JSONValue) -> String) throws {
        switch format {
        case .json: try StandardOutput.write(value.encoded() + [UInt8(ascii: "\n")])
        case .text: try StandardOutput.write(Array(text(value).utf8))
        }
    }

    /// Prints a list as a table; in text, what there is more of is said.
    func show(_ list: JSONList, table: (JSONList) -> TextTable) throws {
        try show(list.json) { _ in
            list.items.isEmpty ? "nothing\n" : table(list).text + (list.next == .null ? "" : "... and more: --limit\n")
        }
    }
}
