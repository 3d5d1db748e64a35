public import Customs
import Foundation

/// Reads zones from GeoJSON: a FeatureCollection with the contract's properties.
public enum ZonesGeoJSON {
    /// Zones of one collection.
    public static let maximumZones = 20_000

    /// The zones, in the order of the features.
    ///
    /// - Throws: `ZonesFault` with the first thing that is wrong.
    public static func zones(_ bytes: [UInt8]) throws(ZonesFault) -> [Zone] {
        try zones(of: try decoded(Collection.self, bytes))
    }

    /// Zones that are to be held against those in force, and how far back.
    public static func preview(_ bytes: [UInt8]) throws(ZonesFault) -> (zones: [Zone], hours: Double) {
        let body = try decoded(PreviewBody.self, bytes)
        guard hours.contains(body.hours) else {
            throw ZonesFault(.outOfRange, key: "hours", reason: "must be above 0, to 168, not \(body.hours)")
        }
        return (try zones(of: body.zones), body.hours)
    }

    /// Some seconds to a week.
    private static let hours = 0.01...168

    private struct PreviewBody: Decodable {
        var zones: Collection
        var hours: Double
    }

    private static func decoded<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(ZonesFault) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw ZonesFault(error.code, key: error.path, reason: error.sentence)
        } catch {
            throw ZonesFault(.malformedJSON, key: nil, reason: "cannot be read: \(error)")
        }
    }

    private static func zones(of collection: Collection) throws(ZonesFault) -> [Zone] {
        guard collection.type == "FeatureCollection" else {
            throw ZonesFault(
                .outOfRange, key: "type", reason: "must be FeatureCollection, not “\(collection.type.clipped())”")
        }
        guard collection.features.count <= maximumZones else {
            throw ZonesFault(
                .payloadTooLarge, key: "features",
                reason: "are \(collection.features.count), more than \(maximumZones)")
        }
        var ids: Set<String> = []
        var zones: [Zone] = []
        for (index, feature) in collection.features.enumerated() {
            let zone = try zone(feature, index: index)
            guard ids.insert(zone.id).inserted else {
                throw fault(index, feature, "id", "there are two zones “\(zone.id)”")
            }
            zones.append(zone)
        }
        try checkGates(zones, collection.features)
        return zones
    }

    private static func zone(_ feature: Feature, index: Int) throws(ZonesFault) -> Zone {
        let properties = feature.properties
        guard Identifier.isValid(properties.id) else {
            throw fault(index, feature, "id", "“\(properties.id)” is no id: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        guard let kind = ZoneKind(rawValue: properties.kind) else {
            throw fault(
                index, feature, "kind",
                "“\(properties.kind)” is not one of \(ZoneKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        if let facility = properties.facility, !Identifier.isValid(facility) {
            throw fault(index, feature, "facility", "“\(facility)” is no code: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        for (key, value) in [("after", properties.after), ("capacityPerHour", properties.capacityPerHour)] {
            if let value, value <= 0 { throw fault(index, feature, key, "must be above 0, not \(value)") }
        }
        if let problem = properties.gateProblem(of: kind) {
            throw fault(index, feature, problem.key, problem.reason)
        }
        return Zone(
            id: properties.id, kind: kind, name: properties.name, nameVi: properties.nameVi,
            facility: properties.facility, gate: properties.gate, standingLimitSeconds: properties.after,
            capacityPerHour: properties.capacityPerHour, opens: properties.opens, closes: properties.closes,
            province: properties.province, goods: properties.goods ?? [],
            shape: try shape(feature, kind: kind, index: index))
    }

    private static func shape(_ feature: Feature, kind: ZoneKind, index: Int) throws(ZonesFault) -> ZoneShape {
        let coordinates = feature.geometry.coordinates
        func bad(_ reason: String) -> ZonesFault { fault(index, feature, "geometry", reason) }
        switch feature.geometry.type {
        case "Point":
            guard let center = coordinates.place else { throw bad("is no [longitude, latitude] in degrees") }
            guard let radius = feature.properties.radius, radius > 0, radius <= 1_000_000 else {
                throw fault(index, feature, "radius", "a Point needs a radius in metres, above 0")
            }
            return .circle(center: center, radiusMeters: radius)
        case "LineString":
            guard let line = coordinates.line, line.count >= 2 else { throw bad("needs two places or more") }
            guard let width = feature.properties.width, width > 0, width <= 100_000 else {
                throw fault(index, feature, "width", "a LineString needs a width in metres to each side, above 0")
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

    private static func checkGates(_ zones: [Zone], _ features: [Feature]) throws(ZonesFault) {
        let gates = Set(zones.filter(\.kind.isFacility).compactMap(\.facility))
        for (index, zone) in zones.enumerated() where zone.kind == .queue {
            if let gate = zone.gate, !gates.contains(gate) {
                throw fault(index, features[index], "gate", "no facility has the code “\(gate)”")
            }
        }
    }

    private static func fault(_ index: Int, _ feature: Feature, _ key: String, _ reason: String) -> ZonesFault {
        ZonesFault(.outOfRange, key: "features[\(index)] (\(feature.properties.id.clipped())).\(key)", reason: reason)
    }
}
