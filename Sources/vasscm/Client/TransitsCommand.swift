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
        TextTable(
            transits,
            [
                "TRANSIT": "transit", "STATUS": "status", "CONTAINER": "container", "SEAL": "seal",
                "ORIGIN": "origin", "DESTINATION": "destination", "STARTS": "startsAt", "DEADLINE": "deadline",
            ])
    }

    static func fields(_ transit: JSONValue) -> String {
        TextFields(
            transit, "transit", "status", "container", "seal", "declaration", "plate", "origin", "destination", "route",
            "startsAt", "deadline", "openedAt", "openedBy", "departedAt", "arrivedAt", "endedAt", "endedBy", "reason"
        ).text
    }
}
