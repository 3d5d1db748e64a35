import ArgumentParser
import Foundation

/// What acknowledging, assigning, commenting on and clearing have in common.
struct AlertActionOptions: ParsableArguments {
    @Argument(help: "The alerts' ids, at most 1000.")
    var ids: [String]

    @Option(name: .long, help: "Kept with who did it and when.")
    var comment: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func validate() throws {
        guard (1...1000).contains(ids.count) else { throw ValidationError("Name 1 to 1000 alerts.") }
    }

    /// Does it to one alert, or to several in one call.
    ///
    /// - Throws: `ExitCode` where some were refused; which and why is on standard error.
    func perform(_ action: String, assignee: String? = nil, _ api: APIClient) async throws {
        var order: [String: JSONValue] = [:]
        order["comment"] = comment.map { .string($0) }
        order["assignee"] = assignee.map { .string($0) }
        if let id = ids.first, ids.count == 1 {
            let alert = try await api.send(.post, "/v1/alerts/\(APIClient.segment(id))/\(action)", .object(order))
            return try output.show(try alert.json()) { AlertText.table([$0]).text }
        }
        order["alerts"] = .array(ids.map { .string($0) })
        order["action"] = .string(action)
        let answer = try await api.send(.post, "/v1/alerts/actions", .object(order)).json()
        let results = answer["results"]?.items ?? []
        try output.show(answer) { _ in AlertText.table(results.compactMap { $0["alert"] }).text }
        let refused = results.filter { $0["status"]?.string != "done" }
        guard refused.isEmpty else {
            for result in refused {
                let reason = result["detail"] ?? result["reason"]
                let line = TextTable.plain("vasscm: \(result["id"]?.text ?? "-"): \(reason?.text ?? "refused")")
                FileHandle.standardError.write(Data((line + "\n").utf8))
            }
            throw ExitCode.failure
        }
    }
}
