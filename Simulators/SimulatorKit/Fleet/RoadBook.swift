import Customs

/// The roads of a fleet's routes and the detours that they have, looked up once.
struct RoadBook {
    let map: RoadMap
    /// In turn; a route may be there more than once.
    let roads: [Road]
    private let detours: [String: Result<Detour, SimulatorError>]

    /// - Throws: `SimulatorError` for an unknown route, or where there is none.
    init(routes: [String], map: RoadMap) throws(SimulatorError) {
        self.map = map
        var known: [String: Road] = [:]
        var roads: [Road] = []
        for id in routes.isEmpty ? map.routeIDs : routes {
            if known[id] == nil { known[id] = try Road(route: id, map: map) }
            if let road = known[id] { roads.append(road) }
        }
        guard !roads.isEmpty else { throw SimulatorError("the zones have no route to drive") }
        self.roads = roads
        var detours: [String: Result<Detour, SimulatorError>] = [:]
        for road in known.values {
            for kind in [AnomalyKind.forbiddenZone, .wrongDestination] {
                do throws(SimulatorError) {
                    detours[Self.key(kind, road)] = .success(try Detour.find(kind, on: road, map: map))
                } catch {
                    detours[Self.key(kind, road)] = .failure(error)
                }
            }
        }
        self.detours = detours
    }

    func road(_ index: Int) -> Road { roads[index % roads.count] }

    /// The route's own zone.
    func corridor(of route: String) -> Zone? { map.routes.first { $0.id == route } }

    /// - Throws: `SimulatorError` where the road has no place for it.
    func detour(_ kind: AnomalyKind, on road: Road) throws(SimulatorError) -> Detour {
        guard let detour = detours[Self.key(kind, road)] else {
            throw SimulatorError("route \(road.route) has no place for \(kind.rawValue)")
        }
        return try detour.get()
    }

    private static func key(_ kind: AnomalyKind, _ road: Road) -> String { "\(kind.rawValue) \(road.route)" }
}
