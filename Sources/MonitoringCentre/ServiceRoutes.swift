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
            let authentication = call.centre.authentication
            let sessions = authentication.sessions.counts().values.reduce(0, +)
            let text = await call.source.metrics() + authentication.counts.prometheusText(sessions: sessions)
            return .bytes(Array(text.utf8), "text/plain; version=0.0.4; charset=utf-8")
        },
        Route(.get, "/strings.json", .everyone) { call in call.centre.files.strings.response(to: call) },
        Route(.get, "/basemap.geojson", .everyone) { call in
            guard let bytes = try await call.source.basemapGeoJSON() else {
                throw Problem.notFound("No basemap is configured")
            }
            return .file(bytes, "application/geo+json", tag: StaticFile.tag(of: bytes), call)
        },
    ]
}
