import Customs
import HTTPTypes
import Hummingbird
import NIOCore

/// The forms in which a track is given.
enum TrackFormat: String, CaseIterable, Sendable {
    case geojson, gpx, kml, csv

    /// The `format` parameter, or else what `Accept` likes best, or else GeoJSON.
    init(of call: Call) throws {
        if let chosen = try call.query.choice("format", of: TrackFormat.self) {
            self = chosen
        } else if let accept = call.request.headers[.accept] {
            guard let acceptable = TrackFormat(accept: accept) else {
                let types = Self.allCases.map(\.contentType).joined(separator: ", ")
                throw Problem(.notAcceptable, "A track can be had as \(types)")
            }
            self = acceptable
        } else {
            self = .geojson
        }
    }

    /// The form that an `Accept` field weighs most, the first of equals; `nil` where it takes none.
    init?(accept field: String) {
        var best: (format: TrackFormat, quality: Double)?
        for range in field.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let type = parts.first, let format = Self(mediaRange: type) else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if quality > best?.quality ?? 0 { best = (format, quality) }
        }
        guard let best else { return nil }
        self = best.format
    }

    private init?(mediaRange: String) {
        switch mediaRange {
        case "application/geo+json", "application/json", "application/*", "*/*": self = .geojson
        case "application/gpx+xml": self = .gpx
        case "application/vnd.google-earth.kml+xml": self = .kml
        case "text/csv": self = .csv
        default: return nil
        }
    }

    var contentType: String {
        switch self {
        case .geojson: "application/geo+json"
        case .gpx: "application/gpx+xml"
        case .kml: "application/vnd.google-earth.kml+xml"
        case .csv: "text/csv"
        }
    }

    func response(_ track: Track) -> Response {
        var headers: HTTPFields = [.contentType: contentType, .vary: "Accept"]
        if self == .csv { headers[.contentType] = "text/csv; charset=utf-8" }
        if self != .geojson, Identifier.isValid(track.owner.name) {
            headers[.contentDisposition] = "attachment; filename=\"\(track.owner.name).\(rawValue)\""
        }
        let body =
            switch self {
            case .geojson: ResponseBody(contentsOf: track.geoJSONParts())
            case .gpx: ResponseBody(byteBuffer: ByteBuffer(bytes: track.gpx()))
            case .kml: ResponseBody(byteBuffer: ByteBuffer(bytes: track.kml()))
            case .csv: ResponseBody(byteBuffer: ByteBuffer(bytes: track.csv()))
            }
        return Response(status: .ok, headers: headers, body: body)
    }
}
