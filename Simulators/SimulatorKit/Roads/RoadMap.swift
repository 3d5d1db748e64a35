public import Customs
public import Foundation

/// The places and routes of a configuration's `zones.geojson`, as far as lorries need them.
public struct RoadMap: Sendable {
    /// Every zone that is not a route, in the file's order.
    package let places: [Zone]
    /// Every route, in the file's order.
    package let routes: [Zone]

    /// Every zone, in the file's order.
    public let zones: [Zone]

    /// The ids of the routes, in the file's order.
    public var routeIDs: [String] { routes.map(\.id) }

    /// - Throws: `SimulatorError` where the file cannot be read, or is no FeatureCollection of zones.
    public init(file: String) throws(SimulatorError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw SimulatorError("\(file) cannot be read: \(error.localizedDescription)")
        }
        try self.init(geoJSON: data, file: file)
    }

    /// - Parameter file: The name that errors give.
    /// - Throws: `SimulatorError` where the file is no FeatureCollection of zones.
    public init(geoJSON: Data, file: String) throws(SimulatorError) {
        let collection: FeatureCollection
        do {
            collection = try JSONDecoder().decode(FeatureCollection.self, from: geoJSON)
        } catch {
            throw SimulatorError("\(file) is not a GeoJSON FeatureCollection of zones: \(error)")
        }
        var zones: [Zone] = []
        for feature in collection.features {
            let properties = feature.properties
            guard let kind = ZoneKind(rawValue: properties.kind) else {
                throw SimulatorError("\(file): zone \(properties.id) has the unknown kind \(properties.kind)")
            }
            zones.append(
                Zone(
                    id: properties.id, kind: kind, name: properties.name ?? properties.id,
                    nameVi: properties.nameVi, facility: properties.facility, gate: properties.gate,
                    standingLimitSeconds: properties.after, capacityPerHour: properties.capacityPerHour,
                    opens: properties.opens, closes: properties.closes, shape: feature.shape))
        }
        self.zones = zones
        routes = zones.filter { $0.kind == .route }
        places = zones.filter { $0.kind != .route }
    }
}

private struct FeatureCollection: Decodable {
    let features: [Feature]
}

private struct Feature: Decodable {
    struct Properties: Decodable {
        let id: String
        let kind: String
        let name: String?
        let nameVi: String?
        let facility: String?
        let gate: String?
        let after: Double?
        let capacityPerHour: Double?
        let opens: String?
        let closes: String?
        let radius: Double?
        let width: Double?
    }

    let properties: Properties
    let shape: ZoneShape

    private enum CodingKeys: String, CodingKey { case properties, geometry }
    private enum GeometryKeys: String, CodingKey { case type, coordinates }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        properties = try values.decode(Properties.self, forKey: .properties)
        let geometry = try values.nestedContainer(keyedBy: GeometryKeys.self, forKey: .geometry)
        func coordinates<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try geometry.decode(type, forKey: .coordinates)
        }
        switch try geometry.decode(String.self, forKey: .type) {
        case "Point":
            shape = .circle(
                center: try Self.coordinate(coordinates([Double].self), decoder), radiusMeters: properties.radius ?? 0)
        case "LineString":
            let line = try coordinates([[Double]].self).map { try Self.coordinate($0, decoder) }
            shape = .corridor(line: line, halfWidthMeters: properties.width ?? 0)
        case "Polygon":
            let rings = try coordinates([[[Double]]].self).map { try $0.map { try Self.coordinate($0, decoder) } }
            shape = .polygons([rings])
        case "MultiPolygon":
            shape = .polygons(
                try coordinates([[[[Double]]]].self).map {
                    try $0.map { try $0.map { try Self.coordinate($0, decoder) } }
                })
        case let type:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: geometry, debugDescription: "zone \(properties.id) has the geometry type \(type)")
        }
    }

    private static func coordinate(_ numbers: [Double], _ decoder: any Decoder) throws -> Coordinate {
        guard numbers.count >= 2 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a position needs longitude and latitude"))
        }
        return Coordinate(latitude: numbers[1], longitude: numbers[0])
    }
}
