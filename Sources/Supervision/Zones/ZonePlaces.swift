import Customs
import Geofencing

/// Which zone has which handle, when zones are edited.
///
/// Seals remember handles, so a handle means one zone for ever: what keeps its id and what it is for keeps its place, what
/// is new is put behind all others, and what is removed leaves its place to itself, should it come back. A zone that is
/// for something else now, and a route with another line, is another zone under an old id: seals leave the one and enter
/// the other, and what was learned on the old road is not said of the new one.
enum ZonePlaces {
    /// Places that there are at most, with those of zones that were removed: fewer than 16 bits number gates.
    static let limit = 30_000

    /// What a zone is by.
    private struct Identity: Hashable {
        var id: String
        var kind: ZoneKind
        var facility: String?
        var gate: String?
        /// Of a route.
        var line: [Coordinate]?

        init(_ zone: Zone) {
            id = zone.id
            kind = zone.kind
            facility = zone.facility
            gate = zone.gate
            if zone.kind == .route, case .corridor(let line, _) = zone.shape { self.line = line }
        }
    }

    /// The zones by handle.
    static func layout(_ places: [Zone], replacedBy zones: [Zone]) -> [Zone] {
        var known: [Identity: Int] = [:]
        for (index, zone) in places.enumerated() { known[Identity(zone)] = index }
        var result = places.map { $0.isRemoved ? $0 : $0.removed }
        for zone in zones {
            if let index = known[Identity(zone)] { result[index] = zone } else { result.append(zone) }
        }
        return result
    }
}
