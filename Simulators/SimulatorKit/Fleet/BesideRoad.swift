import Customs
import Foundation

/// Ways that leave a road's line and come back to it, through no zone and near none.
struct BesideRoad {
    let road: Road
    let book: RoadBook

    /// Metres of the road on which a lorry changes over.
    private static let taperMeters = 1200.0
    private static let clearanceMeters = 600.0

    /// A road beside this one.
    ///
    /// - Parameter meters: How much of the road it replaces.
    /// - Parameter offset: Metres between the two.
    /// - Throws: `SimulatorError` where no place was found.
    func parallel(
        meters: ClosedRange<Double>, offset: ClosedRange<Double>, least: Double, random: inout SplitMix64
    ) throws(SimulatorError) -> JourneyPlan {
        for attempt in 0..<60 {
            let length = max(least, random.number(meters))
            let start = road.path.lengthMeters * random.number(0.2...0.5)
            guard start + length < road.path.lengthMeters * 0.85 else { continue }
            let aside = random.number(offset) * (attempt % 2 == 0 ? 1 : -1)
            // A corridor's own noise needs a taper that is short against the length.
            let taper = min(Self.taperMeters, length / 6)
            var line = [start]
            line += stride(from: start + taper, through: start + length - taper, by: 700)
            line.append(start + length)
            let shape = line.enumerated().map { index, meters in
                (meters: meters, aside: index == 0 || index == line.count - 1 ? 0 : aside)
            }
            if let plan = try plan(shape), keeps(plan, shape, outside: aside.magnitude > 500) { return plan }
        }
        throw SimulatorError("route \(road.route) has no room for a road beside it")
    }

    /// A way out of the corridor and back at once: above its limit for less than 100 seconds.
    ///
    /// - Throws: `SimulatorError` where no place was found.
    func excursion(random: inout SplitMix64) throws(SimulatorError) -> JourneyPlan {
        for attempt in 0..<60 {
            let start = road.path.lengthMeters * random.number(0.25...0.7)
            let aside = random.number(560...660) * (attempt % 2 == 0 ? 1 : -1)
            let shape = [(start, 0), (start + 600, aside), (start + 1200, 0)]
            guard var plan = try plan(shape) else { continue }
            if let meters = plan.offRoute {
                plan.stretches = [
                    .init(meters: meters.lowerBound - 200...meters.upperBound + 200, metersPerSecond: 11...16)
                ]
            }
            return plan
        }
        throw SimulatorError("route \(road.route) has no room for an excursion")
    }

    private func plan(_ shape: [(meters: Double, aside: Double)]) throws(SimulatorError) -> JourneyPlan? {
        guard let first = shape.first, let last = shape.last else { return nil }
        let places = shape.map { point in
            let course = road.path.courseDegrees(atMeters: point.meters) * .pi / 180
            return Earth.place(
                road.path.place(atMeters: point.meters), movedEast: point.aside * cos(course),
                north: -point.aside * sin(course))
        }
        guard let side = RoadPath(places), isFree(side),
            let path = road.path.replacing(from: first.meters, to: last.meters, by: places)
        else { return nil }
        return JourneyPlan(
            road: try Road(route: road.route, path: path, map: book.map),
            offRoute: first.meters...first.meters + side.lengthMeters)
    }

    /// Whether what is between the tapers stays outside the corridor, or inside: bends bring the two nearer.
    private func keeps(
        _ plan: JourneyPlan, _ shape: [(meters: Double, aside: Double)], outside: Bool
    ) -> Bool {
        guard let meters = plan.offRoute, let corridor = book.corridor(of: road.route), shape.count > 3 else {
            return false
        }
        let (first, last) = (
            shape[1].meters - shape[0].meters, shape[shape.count - 1].meters - shape[shape.count - 2].meters
        )
        let (from, to) = (meters.lowerBound + first * 1.5, meters.upperBound - last * 1.5)
        return stride(from: outside ? from : meters.lowerBound, to: outside ? to : meters.upperBound, by: 50)
            .allSatisfy { meters in
                let clearance = corridor.shape.clearanceMeters(of: plan.road.path.place(atMeters: meters))
                return outside ? clearance > 350 : clearance < -60
            }
    }

    private func isFree(_ line: RoadPath) -> Bool {
        stride(from: 0, through: line.lengthMeters, by: 100).allSatisfy { meters in
            let place = line.place(atMeters: meters)
            return book.map.places.allSatisfy { $0.shape.clearanceMeters(of: place) > Self.clearanceMeters }
        }
    }
}
