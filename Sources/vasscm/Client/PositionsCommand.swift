import ArgumentParser

/// Where seals are.
struct PositionsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "positions", abstract: "The last positions of seals; --format json is GeoJSON.")

    @Option(
        name: .long,
        help: ArgumentHelp("Only inside this box, in degrees.", valueName: "minLon,minLat,maxLon,maxLat"))
    var bbox: String?

    @Option(name: .long, help: ArgumentHelp("Only those heard within so long (3600).", valueName: "seconds"))
    var activeWithin: Double?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let answer = try await api.send(
            .get, "/v1/positions", query: [("bbox", bbox), ("activeWithin", activeWithin.map { "\($0)" })])
        try output.show(try answer.json()) { positions in
            var table = TextTable("SEAL", "CONTAINER", "TRANSIT", "TIME", "LAT", "LON", "SPEED", "STATE", "BATTERY")
            for feature in positions["features"]?.items ?? [] {
                let place = feature["geometry"]?["coordinates"]?.items ?? []
                let seal = feature["properties"]
                table.add(
                    seal?["seal"], seal?["container"], seal?["transit"], seal?["time"], place.dropFirst().first,
                    place.first, seal?["speed"], seal?["state"], seal?["battery"])
            }
            return table.text
        }
    }
}
