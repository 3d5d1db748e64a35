import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The console's and Leaflet's files, read once at the start: no path of a request ever reaches the file system.
struct StaticFiles: Sendable {
    private struct File: Sendable {
        var bytes: [UInt8]
        var contentType: String
        var tag: String

        init(_ bytes: [UInt8], contentType: String) {
            self.bytes = bytes
            self.contentType = contentType
            tag = StaticFiles.tag(of: bytes)
        }
    }

    private var files: [String: File] = [:]

    init(_ configuration: CentreConfiguration, logger: Logger) throws {
        let console = configuration.consoleDirectory ?? Bundle.module.resourcePath.map { $0 + "/Console" } ?? "Console"
        try add(console, under: "")
        files["/"] = files["/index.html"]
        files["/board"] = files["/board.html"]
        // The page itself reads in its address which gate is asked for.
        files["/board/{code}"] = files["/board.html"]
        guard files["/"] != nil else { throw CentreConfigurationError("\(console) has no index.html") }
        if FileManager.default.fileExists(atPath: configuration.leafletDirectory) {
            try add(configuration.leafletDirectory, under: "/vendor/leaflet")
            try add(configuration.leafletDirectory + "/images", under: "/vendor/leaflet/images")
        } else {
            logger.warning(
                "The console will show no map: Leaflet is not installed",
                metadata: ["directory": "\(configuration.leafletDirectory)", "package": "libjs-leaflet"])
        }
    }

    /// Adds the files of a folder whose kind is known, without those in folders inside it.
    private mutating func add(_ directory: String, under path: String) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw CentreConfigurationError("\(directory) cannot be read: \(error.localizedDescription)")
        }
        for name in names {
            guard let type = Self.contentTypes[String(name.split(separator: ".").last ?? "")] else { continue }
            guard let data = FileManager.default.contents(atPath: directory + "/" + name) else {
                throw CentreConfigurationError("\(directory)/\(name) cannot be read")
            }
            files[path + "/" + name] = File(Array(data), contentType: type)
        }
    }

    /// An entity tag: the beginning of the bytes' SHA-256.
    static func tag(of bytes: [UInt8]) -> String {
        "\"\(SHA256.hash(data: bytes).prefix(8).map { String($0, radix: 16) }.joined(separator: "-"))\""
    }

    /// One route a file.
    var routes: [Route] {
        files.map { path, file in
            Route(.get, path, .everyone) { call in .file(file.bytes, file.contentType, tag: file.tag, call) }
        }
    }

    private static let contentTypes = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "json": "application/json", "png": "image/png", "svg": "image/svg+xml",
    ]
}

extension Response {
    /// A file that the browser keeps and asks about again.
    static func file(_ bytes: [UInt8], _ contentType: String, tag: String, _ call: Call) -> Response {
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if call.request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return .bytes(bytes, contentType, headers: headers)
    }
}
