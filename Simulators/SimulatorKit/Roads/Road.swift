package import Customs

/// A route with what lies along it: where it begins and ends, and every zone that it passes through.
package struct Road: Sendable {
    /// A stretch of the road inside a zone, in metres from the start.
    package struct Passage: Sendable {
        package let zone: Zone
        package let meters: ClosedRange<Double>

        package var middleMeters: Double { (meters.lowerBound + meters.upperBound) / 2 }
    }

    package let route: String
    package let path: RoadPath
    package let origin: Zone
    package let destination: Zone
    /// In the order of the road.
    package let passages: [Passage]

    /// - Throws: `SimulatorError` for an unknown route, or one whose ends are in no facility.
    package init(route id: String, map: RoadMap) throws(SimulatorError) {
        guard let route = map.routes.first(where: { $0.id == id }), case .corridor(let line, _) = route.shape,
            let path = RoadPath(line)
        else {
            throw SimulatorError("there is no route \(id); the zones have: \(map.routeIDs.joined(separator: ", "))")
        }
        try self.init(route: id, path: path, map: map)
    }

    /// The same for another line between the same ends, such as one with a detour.
    package init(route id: String, path: RoadPath, map: RoadMap) throws(SimulatorError) {
        func facility(at place: Coordinate, _ end: String) throws(SimulatorError) -> Zone {
            let zone = map.places.first {
                $0.kind.isFacility && $0.facility != nil && $0.shape.clearanceMeters(of: place) < 0
            }
            guard let zone else { throw SimulatorError("route \(id) \(end) in no facility") }
            return zone
        }
        route = id
        self.path = path
        origin = try facility(at: path.vertices[0], "begins")
        destination = try facility(at: path.vertices[path.vertices.count - 1], "ends")
        passages = Self.survey(path, map.places)
    }

    /// Metres between the road's looks at where it is.
    private static let stepMeters = 25.0

    private static func survey(_ path: RoadPath, _ zones: [Zone]) -> [Passage] {
        let steps = Int(path.lengthMeters / stepMeters)
        let places = (0...steps).map { path.place(atMeters: Double($0) * stepMeters) }
        var passages: [Passage] = []
        for zone in zones {
            var step = 0
            var entered: Int?
            while step <= steps {
                let clearance = zone.shape.clearanceMeters(of: places[step])
                if clearance <= 0 {
                    if entered == nil { entered = step }
                    step += 1
                } else {
                    if let first = entered {
                        passages.append(Passage(zone: zone, meters: meters(first, step - 1)))
                        entered = nil
                    }
                    // The road cannot reach the zone in fewer steps than this.
                    step += max(1, Int(clearance * 0.98 / stepMeters))
                }
            }
            if let first = entered { passages.append(Passage(zone: zone, meters: meters(first, steps))) }
        }
        return passages.sorted { ($0.meters.lowerBound, $0.zone.id) < ($1.meters.lowerBound, $1.zone.id) }
    }

    private static func meters(_ first: Int, _ last: Int) -> ClosedRange<Double> {
        Double(first) * stepMeters...Double(last) * stepMeters
    }
}
