import Customs
import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// One report in a track that the server gave, in whatever format; what a format does not have is absent.
struct TrackRow: Hashable {
    var time: Timestamp
    var latitude: Double
    var longitude: Double
    var altitude: Double?
    var speed: Double?
    var seal: String?
    var boot: String?
    var sequence: Int64?
    var state: String?

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a track in CSV; every row of these tests has a position.
    static func csv(_ text: String) throws -> [TrackRow] {
        // A Swift string counts CR and LF as one character.
        let lines = text.split(whereSeparator: \.isNewline)
        guard let header = lines.first?.split(separator: ",").map(String.init) else {
            throw Unreadable(description: "the CSV is empty")
        }
        let place = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
        return try lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            func field(_ name: String) -> String? { place[name].flatMap { $0 < fields.count ? fields[$0] : nil } }
            guard let time = field("time").flatMap(Timestamp.init(rfc3339:)),
                let latitude = field("lat").flatMap(Double.init), let longitude = field("lon").flatMap(Double.init)
            else { throw Unreadable(description: "no row of a track: \(line)") }
            return TrackRow(
                time: time, latitude: latitude, longitude: longitude, altitude: field("alt").flatMap(Double.init),
                speed: field("speed").flatMap(Double.init), seal: field("seal"), boot: field("boot"),
                sequence: field("seq").flatMap(Int64.init), state: field("state"))
        }
    }

    /// Reads a track in GeoJSON: a LineString Feature with the times in `coordinateProperties`.
    static func geoJSON(_ text: String) throws -> [TrackRow] {
        struct Feature: Decodable {
            struct Geometry: Decodable {
                var type: String
                var coordinates: [[Double]]
            }
            struct Properties: Decodable {
                struct Arrays: Decodable {
                    var times: [Timestamp]
                    var speeds: [Double?]
                    var states: [String]
                }
                var coordinateProperties: Arrays
            }
            var type: String
            var geometry: Geometry
            var properties: Properties
        }
        let feature = try JSONDecoder().decode(Feature.self, from: Data(text.utf8))
        let arrays = feature.properties.coordinateProperties
        let places = feature.geometry.coordinates
        guard feature.type == "Feature", feature.geometry.type == "LineString", places.count == arrays.times.count,
            places.count == arrays.speeds.count, places.count == arrays.states.count
        else { throw Unreadable(description: "no track's Feature: \(text.prefix(200))") }
        return places.indices.map { index in
            TrackRow(
                time: arrays.times[index], latitude: places[index][1], longitude: places[index][0],
                altitude: places[index].count > 2 ? places[index][2] : nil, speed: arrays.speeds[index],
                state: arrays.states[index])
        }
    }

    /// Reads a track in GPX 1.1.
    static func gpx(_ text: String) throws -> [TrackRow] {
        let reader = GPXReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        guard parser.parse(), reader.fault == nil else {
            throw Unreadable(description: reader.fault ?? "\(parser.parserError.map { "\($0)" } ?? "no XML")")
        }
        return reader.rows
    }

    private final class GPXReader: NSObject, XMLParserDelegate {
        var rows: [TrackRow] = []
        var fault: String?
        private var place: (latitude: Double, longitude: Double)?
        private var altitude: Double?
        private var time: Timestamp?
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            text = ""
            guard name == "trkpt" else { return }
            (altitude, time) = (nil, nil)
            if let latitude = attributes["lat"].flatMap(Double.init),
                let longitude = attributes["lon"].flatMap(Double.init)
            {
                place = (latitude, longitude)
            }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            switch name {
            case "ele": altitude = Double(text)
            case "time": time = Timestamp(rfc3339: text)
            case "trkpt":
                guard let place, let time else {
                    fault = "a trkpt without lat, lon or time"
                    return
                }
                rows.append(
                    TrackRow(time: time, latitude: place.latitude, longitude: place.longitude, altitude: altitude))
            default: break
            }
        }
    }
}
