import ArgumentParser

/// One transit.
struct TransitCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "transit", abstract: "One transit, with what happened to it.")

    @Argument(help: "The transit's id.")
    var id: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let transit = try await api.send(.get, "/v1/transits/\(APIClient.segment(id))").json()
        try output.show(transit) { transit in
            let timeline = transit["timeline"]?.items ?? []
            guard !timeline.isEmpty else { return TransitText.fields(transit) }
            var table = TextTable("AT", "WHAT", "CHANGE", "ABOUT")
            for entry in timeline {
                let (kind, about) = EventText.kindAndSubject(of: entry)
                table.add(entry["at"], kind.map { .string($0) }, entry["change"], about)
            }
            return TransitText.fields(transit) + "\n" + table.text
        }
    }
}
