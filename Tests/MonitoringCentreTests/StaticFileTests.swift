import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("The console's folder, its phrases and a tile server")
struct StaticFileTests {
    /// A folder of a console with these files, removed after `body`.
    private func withConsole(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try await body(folder.path)
    }

    @Test("Files in folders inside the console are served, phrases and unknown kinds are not")
    func subfolders() async throws {
        let files = [
            "index.html": "<!doctype html>", "core/api.js": "export {}", "a/b/c.css": "x{}", "core/notes.txt": "no",
            "phrases/a.json": "{}",
        ]
        try await withConsole(files) { folder in
            try await Centre(change: { $0.consoleDirectory = folder }).test { client in
                let script = try await client.get("/core/api.js", as: nil)
                #expect(script.text == "export {}")
                #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
                #expect(try await client.get("/a/b/c.css", as: nil).status == .ok)
                for path in ["/core/notes.txt", "/phrases/a.json", "/core", "/core/../index.html"] {
                    try expectProblem(try await client.get(path, as: nil), 404)
                }
            }
        }
    }

    @Test("Chart.js is served as a module with the files that it imports")
    func chart() async throws {
        guard FileManager.default.fileExists(atPath: CentreConfiguration().chartDirectory) else { return }
        try await Centre().test { client in
            let module = try await client.get("/vendor/chart.js/chart.mjs", as: nil)
            #expect(module.headers[.contentType] == "text/javascript; charset=utf-8")
            for match in module.text.matches(of: /from '\.\/(chunks\/[^']+)'/) {
                #expect(try await client.get("/vendor/chart.js/\(match.1)", as: nil).status == .ok, "\(match.1)")
            }
        }
    }

    @Test("The phrases of all files come together")
    func phrases() async throws {
        let files = [
            "index.html": "", "phrases/a.json": #"{"a.one":{"en":"One","vi":"Một"}}"#,
            "phrases/b.json": #"{"b.two":{"en":"Two","vi":"Hai"}}"#,
        ]
        try await withConsole(files) { folder in
            try await Centre(change: { $0.consoleDirectory = folder }).test { client in
                let strings = try await client.get("/strings.json", as: nil).json()
                let phrases = try #require(strings["phrases"] as? [String: [String: String]])
                #expect(phrases["a.one"] == ["en": "One", "vi": "Một"])
                #expect(phrases["b.two"]?["vi"] == "Hai")
                #expect(phrases["board.title"] != nil && strings["tiles"] == nil)
            }
        }
    }

    @Test("A phrase that is there twice stops the start and names the key and both places")
    func twice() async throws {
        let phrase = #"{"a.one":{"en":"One","vi":"Một"}}"#
        try await withConsole(["index.html": "", "phrases/a.json": phrase, "phrases/b.json": phrase]) { folder in
            #expect { try Centre(change: { $0.consoleDirectory = folder }).application() } throws: { error in
                "\(error)".contains("“a.one”") && "\(error)".contains("a.json and ") && "\(error)".contains("b.json")
            }
        }
        let own = #"{"board.title":{"en":"One","vi":"Một"}}"#
        try await withConsole(["index.html": "", "phrases/a.json": own]) { folder in
            #expect { try Centre(change: { $0.consoleDirectory = folder }).application() } throws: { error in
                "\(error)".contains("“board.title”") && "\(error)".contains("PhraseBook.board")
            }
        }
    }

    @Test("Phrases that cannot be read stop the start and name the file")
    func unreadable() async throws {
        try await withConsole(["index.html": "", "phrases/a.json": #"{"a":{"en":"One"}}"#]) { folder in
            #expect { try Centre(change: { $0.consoleDirectory = folder }).application() } throws: { error in
                "\(error)".contains("a.json cannot be read")
            }
        }
    }

    @Test("A tile server's origin, and nothing else, joins the places that pictures come from")
    func tiles() async throws {
        let tiles = try TileServer(url: "https://Tiles.example.vn:8443/osm/{z}/{x}/{y}.png?k=a", attribution: "© Ai")
        try await Centre(change: { $0.tiles = tiles }).test { client in
            let policy = try #require(try await client.get("/", as: nil).headers[.contentSecurityPolicy])
            #expect(policy.contains("img-src 'self' data: blob: https://tiles.example.vn:8443;"))
            #expect(policy.contains("connect-src 'self';"))
            let strings = try await client.get("/strings.json", as: nil).json()
            #expect(
                strings["tiles"] as? [String: String] == [
                    "url": "https://Tiles.example.vn:8443/osm/{z}/{x}/{y}.png?k=a", "attribution": "© Ai",
                ])
        }
    }

    @Test(
        "An address that is none of tiles is refused",
        arguments: [
            "https://tiles.example.vn/{z}/{x}.png", "ftp://tiles.example.vn/{z}/{x}/{y}.png", "/{z}/{x}/{y}.png",
            "https://{s}.example.vn/{z}/{x}/{y}.png", "https://a.vn; script-src *; /{z}/{x}/{y}",
            "https://user@tiles.example.vn/{z}/{x}/{y}.png", "https:///{z}/{x}/{y}.png",
        ])
    func badTiles(url: String) {
        #expect(throws: CentreConfigurationError.self) { try TileServer(url: url, attribution: "A") }
    }
}
