import Customs
import Foundation

/// What an edit of zones can make a difference to: seals that came near a zone that is not the same, and those whose
/// transits name one. All others are judged alike by both, and need not be judged.
struct ZoneReach {
    /// Farther from a zone than any rule looks.
    private static let marginMeters = 5000.0
    private static let metersPerDegree = 111_195.0

    private struct Box {
        var south = Double.infinity
        var north = -Double.infinity
        var west = Double.infinity
        var east = -Double.infinity

        mutating func include(_ place: Coordinate, meters: Double) {
            let degrees = meters / ZoneReach.metersPerDegree
            south = min(south, place.latitude - degrees)
            north = max(north, place.latitude + degrees)
            // Near a pole every longitude is near.
            let cosine = max(0.01, cos(min(89, abs(place.latitude) + degrees) * .pi / 180))
            west = min(west, place.longitude - degrees / cosine)
            east = max(east, place.longitude + degrees / cosine)
        }

        func holds(_ place: Coordinate) -> Bool {
            guard place.latitude >= south, place.latitude <= north else { return false }
            // A box that goes over the antimeridian, or may, holds every longitude.
            return west < -180 || east > 180 || east - west > 180
                || (place.longitude >= west && place.longitude <= east)
        }
    }

    private var boxes: [Box] = []
    private var routes: Set<String> = []
    private var facilities: Set<String> = []

    /// Between zones and others in their place.
    init(_ zones: [Zone], _ others: [Zone]) {
        let before = Set(zones)
        let after = Set(others)
        for zone in zones.filter({ !after.contains($0) }) + others.filter({ !before.contains($0) }) { add(zone) }
    }

    /// Whether a seal there may be judged in another way.
    func holds(_ place: Coordinate) -> Bool { boxes.contains { $0.holds(place) } }

    /// Whether the transit may be judged in another way wherever it is.
    func concerns(_ order: TransitOrder) -> Bool {
        order.route.map(routes.contains) ?? false || facilities.contains(order.origin)
            || facilities.contains(order.destination)
    }

    private mutating func add(_ zone: Zone) {
        if zone.kind == .route { routes.insert(zone.id) }
        if let code = zone.facility ?? zone.gate { facilities.insert(code) }
        var box = Box()
        switch zone.shape {
        case .circle(let center, let radius): box.include(center, meters: radius + Self.marginMeters)
        case .polygons(let polygons):
            for place in polygons.joined().joined() { box.include(place, meters: Self.marginMeters) }
        case .corridor(let line, let halfWidth):
            for place in line { box.include(place, meters: halfWidth + Self.marginMeters) }
        }
        boxes.append(box)
    }
}
