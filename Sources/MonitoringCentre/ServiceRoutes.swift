import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// What the machinery around the server asks, and what the console needs before anyone signs in.
    static let service = [
        Route(.get, "/healthz", .everyone) { _ in try .json(["status": "ok"]) },
        Route(.get, "/readyz", .everyone) { call in
            let readiness = await call.source.readiness()
            return try .json(readiness, status: readiness.ready ? .ok : .serviceUnavailable)
        },
        Route(.get, "/metrics", .everyone) { call in
            let text = await call.source.metrics()
            return .bytes(Array(text.utf8), "text/plain; version=0.0.4; charset=utf-8")
        },
        Route(.get, "/strings.json", .everyone) { call in
            let configuration = call.centre.configuration
            let strings = try CanonicalJSON.encode(
                ConsoleStrings(
                    siteName: configuration.siteName, timeZone: configuration.timeZone,
                    phrases: PhraseBook.console.merging(PhraseBook.board) { console, _ in console }))
            let bytes = Array(strings)
            return .file(bytes, "application/json", tag: StaticFiles.tag(of: bytes), call)
        },
        Route(.get, "/basemap.geojson", .everyone) { call in
            guard let bytes = try await call.source.basemapGeoJSON() else {
                throw Problem.notFound("No basemap is configured")
            }
            return .file(bytes, "application/geo+json", tag: StaticFiles.tag(of: bytes), call)
        },
    ]

    private struct ConsoleStrings: Encodable {
        var siteName: String
        var timeZone: String
        var phrases: [String: Phrase]
    }
}
