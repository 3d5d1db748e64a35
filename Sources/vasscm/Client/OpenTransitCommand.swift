import ArgumentParser

/// Opens a transit.
struct OpenTransitCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "open-transit", abstract: "Open a transit: from now on its seal is watched.")

    @Option(name: .long, help: "Its id; the server makes one where there is none.")
    var transit: String?

    @Option(name: .long, help: "The container's number.")
    var container: String

    @Option(name: .long, help: "The seal's id.")
    var seal: String

    @Option(name: .long, help: "The customs declaration.")
    var declaration: String

    @Option(name: .long, help: "The facility code where it begins.")
    var origin: String

    @Option(name: .long, help: "The facility code where it must arrive.")
    var destination: String

    @Option(name: .long, help: "The route's id.")
    var route: String?

    @Option(
        name: .long, help: ArgumentHelp("Reports from then on belong to it; otherwise from now.", valueName: "time"))
    var startsAt: String?

    @Option(name: .long, help: ArgumentHelp("When it must have arrived (RFC 3339).", valueName: "time"))
    var deadline: String

    @Option(name: .long, help: "The vehicle's plate.")
    var plate: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let members: [(String, String?)] = [
            ("transit", transit), ("container", container), ("seal", seal), ("declaration", declaration),
            ("origin", origin), ("destination", destination), ("route", route), ("startsAt", startsAt),
            ("deadline", deadline), ("plate", plate),
        ]
        let order = members.reduce(into: [String: JSONValue]()) { order, member in
            order[member.0] = member.1.map { .string($0) }
        }
        let opened = try await api.send(.post, "/v1/transits", .object(order)).json()
        try output.show(opened, text: TransitText.fields)
    }
}
