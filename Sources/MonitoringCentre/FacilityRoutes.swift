import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/facilities`.
    static let facilities = [
        Route(.get, "/v1/facilities", .needs(.readFacilities)) { call in
            try .json(Page(items: try await call.visibleFacilities(), next: nil))
        },
        Route(.get, "/v1/facilities/{code}", .needs(.readFacilities)) { call in
            try .json(try await call.readableFacility())
        },
    ]
}

/// A facility as it is shown.
struct FacilityView: Encodable, Sendable {
    var code: String
    var zone: String
    var kind: ZoneKind
    var name: String
    var nameVi: String
    var capacityPerHour: Double?
    var opens: String?
    var closes: String?
    /// Somewhere inside, for a map's label.
    var position: Coordinate?

    init?(_ zone: Zone) {
        guard let code = zone.facility else { return nil }
        self.code = code
        self.zone = zone.id
        kind = zone.kind
        name = zone.name
        nameVi = zone.nameVi
        capacityPerHour = zone.capacityPerHour
        opens = zone.opens
        closes = zone.closes
        position = Self.middle(of: zone.shape)
    }

    private static func middle(of shape: ZoneShape) -> Coordinate? {
        switch shape {
        case .circle(let center, _): center
        case .corridor(let line, _): line.isEmpty ? nil : line[line.count / 2]
        case .polygons(let polygons): polygons.first?.first.flatMap(mean)
        }
    }

    private static func mean(_ ring: [Coordinate]) -> Coordinate? {
        // A closed ring says its first corner twice.
        let corners = ring.count > 1 && ring.first == ring.last ? ring.dropLast() : ring[...]
        guard !corners.isEmpty else { return nil }
        let count = Double(corners.count)
        return Coordinate(
            latitude: corners.reduce(0) { $0 + $1.latitude } / count,
            longitude: corners.reduce(0) { $0 + $1.longitude } / count)
    }
}
