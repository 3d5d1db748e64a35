import ArgumentParser

/// A list of transits.
struct TransitsCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "transits", abstract: "Transits, the newest first.")

    @Option(name: .long, help: "open, in-transit, arrived, closed or cancelled.")
    var status: String?

    @Option(name: .long, help: "A container's number.")
    var container: String?

    @Option(name: .long, help: "A seal's id.")
    var seal: String?

    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let transits = try await api.list(
            "/v1/transits", query: [("status", status), ("container", container), ("seal", seal)], limit: list.limit)
        try output.show(transits) { TransitText.table($0.items) }
    }
}

/// Transits in text.
enum TransitText {
    static func table(_ transits: [JSONValue]) -> TextTable {
        var table = TextTable("TRANSIT", "STATUS", "CONTAINER", "SEAL", "ORIGIN", "DESTINATION", "STARTS", "DEADLINE")
        for transit in transits {
            table.add(
                transit["transit"], transit["status"], transit["container"], transit["seal"], transit["origin"],
                transit["destination"], transit["startsAt"], transit["deadline"])
        }
        return table
    }

    static func fields(_ transit: JSONValue) -> String {
        var fields = TextFields()
        for name in [
            "transit", "status", "container", "seal", "declaration", "plate", "origin", "destination", "route",
            "startsAt", "deadline", "openedAt", "openedBy", "departedAt", "arrivedAt", "endedAt", "endedBy", "reason",
        ] {
            fields.add(name, transit[name])
        }
        return fields.text
    }
}
