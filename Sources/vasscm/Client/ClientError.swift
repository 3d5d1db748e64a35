/// Why a client command failed, in a sentence for the terminal.
struct ClientError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// What a server answered that it refused.
    init(status: UInt, body: [UInt8], path: String, hasKey: Bool) {
        let problem = try? JSONValue(bytes: body)
        let detail = problem?["detail"]?.text ?? problem?["title"]?.text
        var sentence = detail ?? "the server answers \(status) to \(path)"
        if status == 401, !hasKey { sentence += " (put the account's key into VASSCM_KEY, or name a --key-file)" }
        description = sentence
    }
}
