import ArgumentParser

/// What stands in a facility.
struct StockCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "What stands in a facility, and whether it may leave.")

    @Argument(help: "The facility's code.")
    var code: String

    @OptionGroup var list: ListOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let stock = try await api.list("/v1/facilities/\(APIClient.segment(code))/stock", limit: list.limit)
        try output.show(stock) { list in
            var table = TextTable("CONTAINER", "SINCE", "TYPE", "STATUS", "DECLARATION", "MAY LEAVE", "REASONS")
            for item in list.items {
                let reasons = (item["reasons"]?.items ?? []).compactMap { $0["code"] }
                table.add(
                    item["container"], item["since"], item["sizeType"], item["status"], item["declaration"],
                    item["allowed"], .array(reasons))
            }
            return table
        }
    }
}
