import Customs
import Foundation

/// Reads `zones.geojson`: a FeatureCollection with the contract's properties.
enum ZonesFile {
    static func read(_ file: String) throws -> [Zone] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw ConfigurationError(file: file, reason: FileReading.reason(error, file: file))
        }
        let collection: Collection
        do {
            collection = try JSONDecoder().decode(Collection.self, from: data)
        } catch let error as DecodingError {
            throw ConfigurationError(file: file, key: error.path, reason: error.sentence)
        }
        guard collection.type == "FeatureCollection" else {
            throw ConfigurationError(
                file: file, key: "type", reason: "must be FeatureCollection, not “\(collection.type)”")
        }
        var ids: Set<String> = []
        let zones = try collection.features.enumerated().map { index, feature in
            let zone = try zone(feature, index: index, file: file)
            guard ids.insert(zone.id).inserted else {
                throw fault(file, index, feature, "id", "there are two zones “\(zone.id)”")
            }
            return zone
        }
        try checkGates(zones, collection.features, file)
        return zones
    }

    private struct Collection: Decodable {
        var type: String
        var features: [Feature]
    }

    private struct Feature: Decodable {
        var properties: Properties
        var geometry: Geometry
    }

    fileprivate struct Properties: Decodable {
        var id: String
        var kind: String
        var name: String
        var nameVi: String?
        var facility: String?
        var radius: Double?
        var width: Double?
        var gate: String?
        var capacityPerHour: Double?
        var opens: String?
        var closes: String?
        var after: Double?
        var province: String?
        var goods: [String]?
    }

    private struct Geometry: Decodable {
        var type: String
        var coordinates: Coordinates
    }

    /// Coordinates nest as deep as the geometry's type says.
    private indirect enum Coordinates: Decodable {
        case number(Double)
        case list([Coordinates])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .list(try container.decode([Coordinates].self))
            }
        }

        var place: Coordinate? {
            guard case .list(let parts) = self, parts.count >= 2, case .number(let longitude) = parts[0],
                case .number(let latitude) = parts[1], abs(latitude) <= 90, abs(longitude) <= 180
            else { return nil }
            return Coordinate(latitude: latitude, longitude: longitude)
        }

        func items<Item>(_ read: (Coordinates) -> Item?) -> [Item]? {
            guard case .list(let parts) = self else { return nil }
            let items = parts.compactMap(read)
            return items.count == parts.count ? items : nil
        }

        var line: [Coordinate]? { items(\.place) }
        var rings: [[Coordinate]]? { items(\.line) }
    }

    private static func zone(_ feature: Feature, index: Int, file: String) throws -> Zone {
        let properties = feature.properties
        guard Identifier.isValid(properties.id) else {
            throw fault(file, index, feature, "id", "“\(properties.id)” is no id: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        guard let kind = ZoneKind(rawValue: properties.kind) else {
            throw fault(
                file, index, feature, "kind",
                "“\(properties.kind)” is not one of \(ZoneKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        if let facility = properties.facility, !Identifier.isValid(facility) {
            throw fault(file, index, feature, "facility", "“\(facility)” is no code: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        for (key, value) in [("after", properties.after), ("capacityPerHour", properties.capacityPerHour)] {
            if let value, value <= 0 { throw fault(file, index, feature, key, "must be above 0, not \(value)") }
        }
        if let problem = properties.gateProblem(of: kind) {
            throw fault(file, index, feature, problem.key, problem.reason)
        }
        return Zone(
            id: properties.id, kind: kind, name: properties.name, nameVi: properties.nameVi,
            facility: properties.facility, gate: properties.gate, standingLimitSeconds: properties.after,
            capacityPerHour: properties.capacityPerHour, opens: properties.opens, closes: properties.closes,
            province: properties.province, goods: properties.goods ?? [],
            shape: try shape(feature, kind: kind, index: index, file: file))
    }

    private static func shape(_ feature: Feature, kind: ZoneKind, index: Int, file: String) throws -> ZoneShape {
        let coordinates = feature.geometry.coordinates
        func bad(_ reason: String) -> ConfigurationError { fault(file, index, feature, "geometry", reason) }
        switch feature.geometry.type {
        case "Point":
            guard let center = coordinates.place else { throw bad("is no [longitude, latitude] in degrees") }
            guard let radius = feature.properties.radius, radius > 0, radius <= 1_000_000 else {
                throw fault(file, index, feature, "radius", "a Point needs a radius in metres, above 0")
            }
            return .circle(center: center, radiusMeters: radius)
        case "LineString":
            guard let line = coordinates.line, line.count >= 2 else { throw bad("needs two places or more") }
            guard let width = feature.properties.width, width > 0, width <= 100_000 else {
                throw fault(file, index, feature, "width", "a LineString needs a width in metres to each side, above 0")
            }
            return .corridor(line: line, halfWidthMeters: width)
        case "Polygon":
            guard let rings = coordinates.rings, isPolygon(rings) else {
                throw bad("needs rings of four places or more, in degrees")
            }
            return .polygons([rings])
        case "MultiPolygon":
            guard let polygons = coordinates.items(\.rings), !polygons.isEmpty, polygons.allSatisfy(isPolygon) else {
                throw bad("needs polygons whose rings have four places or more, in degrees")
            }
            return .polygons(polygons)
        default:
            throw bad("must be Point, LineString, Polygon or MultiPolygon, not “\(feature.geometry.type)”")
        }
    }

    private static func isPolygon(_ rings: [[Coordinate]]) -> Bool {
        !rings.isEmpty && rings.allSatisfy { $0.count >= 4 && $0.first == $0.last }
    }

    private static func checkGates(_ zones: [Zone], _ features: [Feature], _ file: String) throws {
        let gates = Set(zones.filter(\.kind.isFacility).compactMap(\.facility))
        for (index, zone) in zones.enumerated() where zone.kind == .queue {
            if let gate = zone.gate, !gates.contains(gate) {
                throw fault(file, index, features[index], "gate", "no facility has the code “\(gate)”")
            }
        }
    }

    private static func fault(
        _ file: String, _ index: Int, _ feature: Feature, _ key: String, _ reason: String
    ) -> ConfigurationError {
        ConfigurationError(file: file, key: "features[\(index)] (\(feature.properties.id)).\(key)", reason: reason)
    }
}

extension ZonesFile.Properties {
    /// What is wrong with what only a gate has: hours, province and goods.
    fileprivate func gateProblem(of kind: ZoneKind) -> (key: String, reason: String)? {
        let given: [(key: String, isGiven: Bool)] = [
            ("opens", opens != nil), ("closes", closes != nil), ("province", province != nil), ("goods", goods != nil),
        ]
        if !kind.isFacility || facility == nil, let first = given.first(where: \.isGiven) {
            return (first.key, "only a zone with a facility code, of a kind that is a facility, has it")
        }
        for (key, value) in [("opens", opens), ("closes", closes)] {
            guard let value else { continue }
            if value.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]|24:00/) == nil {
                return (key, "must be HH:MM, not “\(value)”")
            }
        }
        if opens == "24:00" { return ("opens", "must be before 24:00, when the day ends") }
        if let opens, opens == closes {
            return ("closes", "is the same as opens; a gate that is always open names neither")
        }
        if let province, !(1...64).contains(province.count) || province.first == " " || province.last == " " {
            return ("province", "must be a name of 1 to 64 characters, not “\(province)”")
        }
        let words = goods ?? []
        if let word = words.first(where: { !Identifier.isValid($0) }) {
            return ("goods", "“\(word)” is no word: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        return Set(words).count == words.count ? nil : ("goods", "names a word twice")
    }
}

extension DecodingError {
    fileprivate var path: String? {
        let keys: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        guard !keys.isEmpty else { return nil }
        return keys.reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
    }

    fileprivate var sentence: String {
        switch self {
        case .keyNotFound: "is missing"
        case .typeMismatch(let type, _): "must be \(type)"
        case .valueNotFound: "must not be null"
        case .dataCorrupted(let context): "is not JSON: \(context.debugDescription)"
        @unknown default: "cannot be read"
        }
    }
}
