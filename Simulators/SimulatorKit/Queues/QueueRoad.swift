import Customs

/// A road to a gate: where its queue begins and ends, and where one may rest on the way.
struct QueueRoad: Sendable {
    let road: Road
    /// Metres from the road's start at which the queue zone begins and ends.
    let queue: ClosedRange<Double>
    /// Where rest areas are, before the queue.
    let rests: [Double]

    /// The foremost place of a queue is so far before the queue zone's end.
    static let frontMeters = 15.0

    var path: RoadPath { road.path }
    var queueMeters: Double { queue.upperBound - queue.lowerBound }
    /// Where the first of the queue stands.
    var front: Double { queue.upperBound - min(Self.frontMeters, queueMeters / 4) }

    /// Every road that leads through the gate's queue zone to the gate, in the map's order.
    ///
    /// - Throws: `SimulatorError` where there is none.
    static func roads(to gate: String, map: RoadMap) throws(SimulatorError) -> [QueueRoad] {
        var roads: [QueueRoad] = []
        for route in map.routes {
            guard case .corridor(let line, _) = route.shape, let end = line.last,
                map.places.contains(where: { $0.facility == gate && $0.shape.clearanceMeters(of: end) < 0 }),
                let found = QueueRoad(try Road(route: route.id, map: map), gate: gate)
            else { continue }
            roads.append(found)
        }
        guard !roads.isEmpty else {
            throw SimulatorError("no route leads through a queue zone to \(gate)")
        }
        return roads
    }

    private init?(_ road: Road, gate: String) {
        let passage = road.passages.last { $0.zone.kind == .queue && $0.zone.gate == gate }
        guard let passage, passage.meters.upperBound > passage.meters.lowerBound else { return nil }
        self.road = road
        let shape = passage.zone.shape
        func edge(inside: Double, outside: Double) -> Double {
            var (inside, outside) = (inside, outside)
            for _ in 0..<12 {
                let middle = (inside + outside) / 2
                if shape.clearanceMeters(of: road.path.place(atMeters: middle)) <= 0 {
                    inside = middle
                } else {
                    outside = middle
                }
            }
            return inside
        }
        let (first, last) = (passage.meters.lowerBound, passage.meters.upperBound)
        let lower = edge(inside: first, outside: max(0, first - 25))
        let upper = edge(inside: last, outside: min(road.path.lengthMeters, last + 25))
        queue = lower...upper
        rests = road.passages.filter { $0.zone.kind == .restArea && $0.meters.upperBound < first }.map(\.middleMeters)
    }
}
