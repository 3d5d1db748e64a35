import ArgumentParser
import Foundation

/// The zones: read, changed, and what a change would do.
struct ZonesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zones", abstract: "Get the zones, put others, or see what others would change.",
        subcommands: [Get.self, Put.self, Preview.self], defaultSubcommand: Get.self)

    /// A file's bytes; - is standard input.
    fileprivate static func contents(_ file: String) throws -> [UInt8] {
        do {
            return Array(
                try file == "-"
                    ? FileHandle.standardInput.readToEnd() ?? Data() : Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw ClientError("cannot read \(file): \(error.localizedDescription)")
        }
    }
}

extension ZonesCommand {
    /// Writes the zones as they are.
    struct Get: ClientCommand {
        static let configuration = CommandConfiguration(abstract: "The zones as GeoJSON.")

        @Option(
            name: [.short, .long],
            help: ArgumentHelp("Write into this file, which appears when it is whole.", valueName: "file"))
        var output: String?

        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            let zones = try await api.send(.get, "/v1/zones")
            guard let output else { return try StandardOutput.write(zones.body) }
            var file = try OutputFile(output)
            try file.write(zones.body)
            try file.finish()
            if let tag = zones.tag {
                FileHandle.standardError.write(Data("edition \(tag)\n".utf8))
            }
        }
    }

    /// Puts other zones in force.
    struct Put: ClientCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put zones in force, in place of all that there are.",
            discussion: """
                With --if-match, only where the zones are still those that get said the edition of; without it, the \
                edition is asked for first.
                """)

        @Argument(help: "A GeoJSON FeatureCollection; - is standard input.")
        var file: String

        @Option(name: .long, help: ArgumentHelp("The edition that is replaced.", valueName: "tag"))
        var ifMatch: String?

        @OptionGroup var output: OutputOptions
        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            let zones = try ZonesCommand.contents(file)
            var tag = ifMatch
            if tag == nil { tag = try await api.send(.get, "/v1/zones").tag }
            guard let tag else { throw ClientError("the server does not say which edition of the zones it has") }
            let answer = try await api.send(
                .put, "/v1/zones", body: zones, type: "application/geo+json", headers: [("if-match", tag)])
            try output.show(try answer.json()) { put in
                var fields = TextFields(put, "edition", "at", "by")
                if let zones = put["zones"] {
                    fields.add("zones", zones.items.isEmpty ? zones : .integer(Int64(zones.items.count)))
                }
                return fields.text
            }
        }
    }

    /// Says what other zones would change.
    struct Preview: ClientCommand {
        static let configuration = CommandConfiguration(
            abstract: "Which alerts of the last hours other zones would have gained, lost or changed.")

        @Argument(help: "A GeoJSON FeatureCollection; - is standard input.")
        var file: String

        @Option(name: .long, help: "How far back.")
        var hours = 168.0

        @OptionGroup var output: OutputOptions
        @OptionGroup var connection: ServerOptions

        func call(_ api: APIClient) async throws {
            let zones: JSONValue
            do {
                zones = try JSONValue(bytes: try ZonesCommand.contents(file))
            } catch is DecodingError {
                throw ClientError("\(file) is not JSON")
            }
            let order = JSONValue.object(["zones": zones, "hours": .number(hours)])
            try output.show(try await api.send(.post, "/v1/zones/preview", order).json(), text: Self.text)
        }

        private static func text(_ preview: JSONValue) -> String {
            var text = TextFields(preview, "from", "through", "complete", "reports").text
            for name in ["gained", "lost"] {
                let alerts = preview[name]?.items ?? []
                text += "\n\(name): \(alerts.count)\n" + (alerts.isEmpty ? "" : AlertText.table(alerts).text)
            }
            let changed = preview["changed"]?.items ?? []
            text += "\nchanged: \(changed.count)\n"
            guard !changed.isEmpty else { return text }
            let table = TextTable(
                changed,
                [
                    "ID": "was.id", "WAS": "was.status", "WOULD BE": "wouldBe.status", "STARTED": "was.startedAt",
                    "WOULD START": "wouldBe.startedAt",
                ])
            return text + table.text
        }
    }
}
