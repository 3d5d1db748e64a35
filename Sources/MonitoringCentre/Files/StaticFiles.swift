import Customs
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The console's, Leaflet's and Chart.js's files, read once at the start: no path of a request ever reaches the file
/// system.
struct StaticFiles: Sendable {
    /// Folders inside folders that are looked into.
    private static let maximumDepth = 8

    private var files: [String: StaticFile] = [:]
    /// What the console says, in both languages, and how it is set up.
    let strings: StaticFile

    /// - Throws: `CentreConfigurationError` for console files that cannot be read, or a phrase that is there twice.
    init(_ configuration: CentreConfiguration, logger: Logger) throws {
        let console = configuration.consoleDirectory ?? Bundle.module.resourcePath.map { $0 + "/Console" } ?? "Console"
        let said = ConsoleStrings(configuration, phrases: try ConsolePhrases.read(consoleDirectory: console))
        strings = StaticFile(Array(try CanonicalJSON.encode(said)), contentType: "application/json")
        try add(console, under: "", leavingOut: [ConsolePhrases.folder])
        files["/"] = files["/index.html"]
        files["/board"] = files["/board.html"]
        // The page itself reads in its address which gate is asked for.
        files["/board/{code}"] = files["/board.html"]
        guard files["/"] != nil else { throw CentreConfigurationError("\(console) has no index.html") }
        try addLibrary(
            "leaflet", from: configuration.leafletDirectory, package: "libjs-leaflet", without: "no map", logger)
        try addLibrary(
            "chart.js", from: configuration.chartDirectory, package: "libjs-chart.js", without: "no plots", logger)
    }

    /// One route a file.
    var routes: [Route] {
        files.map { path, file in Route(.get, path, .everyone) { call in file.response(to: call) } }
    }

    private mutating func addLibrary(
        _ name: String, from directory: String, package: String, without loss: String, _ logger: Logger
    ) throws {
        guard FileManager.default.fileExists(atPath: directory) else {
            logger.warning(
                "The console will show \(loss): a library is not installed",
                metadata: ["directory": "\(directory)", "package": "\(package)"])
            return
        }
        try add(directory, under: "/vendor/\(name)")
    }

    /// Adds the files of a folder and of those inside it whose kind is known.
    private mutating func add(
        _ directory: String, under path: String, leavingOut: Set<String> = [], depth: Int = 0
    ) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw CentreConfigurationError("\(directory) cannot be read: \(error.localizedDescription)")
        }
        for name in names where !leavingOut.contains(name) {
            let file = directory + "/" + name
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else { continue }
            if isDirectory.boolValue {
                // A link that leads back would never end.
                guard depth < Self.maximumDepth else {
                    throw CentreConfigurationError("\(file) is more than \(Self.maximumDepth) folders deep")
                }
                try add(file, under: path + "/" + name, depth: depth + 1)
                continue
            }
            guard let type = Self.contentTypes[String(name.split(separator: ".").last ?? "")] else { continue }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CentreConfigurationError("\(file) cannot be read")
            }
            files[path + "/" + name] = StaticFile(Array(data), contentType: type)
        }
    }

    private static let contentTypes = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "json": "application/json",
        "webmanifest": "application/manifest+json", "png": "image/png", "svg": "image/svg+xml", "woff2": "font/woff2",
    ]
}

/// What the console is told before anyone signs in: `/strings.json`.
private struct ConsoleStrings: Encodable {
    struct Tiles: Encodable {
        var url: String
        var attribution: String
    }

    var siteName: String
    var timeZone: String
    /// Where pictures of the map may be had, besides the map that comes with the server.
    var tiles: Tiles?
    var phrases: [String: Phrase]

    init(_ configuration: CentreConfiguration, phrases: [String: Phrase]) {
        siteName = configuration.siteName
        timeZone = configuration.timeZone
        tiles = configuration.tiles.map { Tiles(url: $0.url, attribution: $0.attribution) }
        self.phrases = phrases
    }
}
