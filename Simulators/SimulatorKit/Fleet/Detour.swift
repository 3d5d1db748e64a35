import Customs

/// A way off the route into a zone and back.
struct Detour {
    let zone: Zone
    let road: Road
    /// Metres along the new road at which the zone's middle is reached.
    let meters: Double
    /// Metres of the new road that are not the old one's.
    let offRoute: ClosedRange<Double>

    /// Metres off the route that a detour may lead.
    private static let reachMeters = 25_000.0
    private static let clearanceMeters = 300.0

    /// The shortest detour into a zone of the kind that meets no other facility and no other forbidden zone.
    ///
    /// - Throws: `SimulatorError` where the route has none.
    static func find(_ anomaly: AnomalyKind, on road: Road, map: RoadMap) throws(SimulatorError) -> Detour {
        let onRoute = Set(road.passages.map(\.zone.id))
        let candidates = map.places.filter { zone in
            guard !onRoute.contains(zone.id) else { return false }
            return anomaly == .forbiddenZone ? zone.kind == .forbidden : zone.kind.isFacility && zone.facility != nil
        }
        var best: (off: Double, zone: Zone, leave: Double)?
        for zone in candidates {
            guard let middle = zone.shape.middle, let nearest = Self.nearest(to: middle, on: road.path) else {
                continue
            }
            guard nearest.off < Self.reachMeters, nearest.off < best?.off ?? .infinity else { continue }
            if isFree(from: road.path.place(atMeters: nearest.meters), to: middle, except: zone, map.places) {
                best = (nearest.off, zone, nearest.meters)
            }
        }
        guard let best, let middle = best.zone.shape.middle,
            let path = road.path.detour(leaving: best.leave, over: middle, backAt: best.leave + 200)
        else {
            throw SimulatorError("route \(road.route) has no place for \(anomaly.rawValue) within 25 km")
        }
        return Detour(
            zone: best.zone, road: try Road(route: road.route, path: path, map: map), meters: best.leave + best.off,
            offRoute: best.leave...best.leave + 2 * best.off + 200)
    }

    /// The nearest point of the middle part of the path.
    private static func nearest(to place: Coordinate, on path: RoadPath) -> (meters: Double, off: Double)? {
        stride(from: path.lengthMeters * 0.15, through: path.lengthMeters * 0.85, by: 200)
            .map { ($0, Earth.distanceMeters(path.place(atMeters: $0), place)) }
            .min { $0.1 < $1.1 }
    }

    private static func isFree(from: Coordinate, to: Coordinate, except zone: Zone, _ places: [Zone]) -> Bool {
        guard let line = RoadPath([from, to]) else { return false }
        let avoided = places.filter { ($0.kind.isFacility || $0.kind == .forbidden) && $0.id != zone.id }
        return stride(from: 0, through: line.lengthMeters, by: 50).allSatisfy { meters in
            let place = line.place(atMeters: meters)
            return avoided.allSatisfy { $0.shape.clearanceMeters(of: place) > clearanceMeters }
        }
    }
}
