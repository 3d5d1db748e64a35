import Customs
import Foundation
import SimulatorKit

/// The zones and reports that are measured, from seeds: every run measures the same.
///
/// Carrying and roaming trucks have the box around Vietnam: the first zones of a larger set are those of a smaller
/// one and the places are the same, so that only the number of zones differs between two rows of the table. Crowded
/// and packed trucks roam a box that grows with the zones, 500 or 1,000 to the square degree, so that as many lookups
/// hit in every row. Packed is the scene in which Shapely's bulk lookup does about a million places a second.
struct Scene {
    let fleet: Fleet
    let south: Double
    let west: Double
    let height: Double
    let width: Double

    init(_ fleet: Fleet, zoneCount: Int) {
        self.fleet = fleet
        if let density = fleet.zonesPerSquareDegree {
            let side = (Double(zoneCount) / density).squareRoot()
            south = 20.5 - side / 2
            west = 106 - side / 2
            height = side
            width = side
        } else {
            south = 8.4
            west = 102.1
            height = 15
            width = 7.4
        }
    }

    private static let metersPerDegree = 111_195.0

    /// Polygons of 64 corners, radius lognormal about 1 km (sigma 0.8) within 0.2 to 5 km, each corner 0.7 to 1 of it.
    func zones(_ count: Int) -> [Zone] {
        var random = SplitMix64(seed: 64)
        return (0..<count).map { number in
            let center = uniform(&random)
            let normal = (-2 * log(1 - random.fraction())).squareRoot() * cos(2 * .pi * random.fraction())
            let radius = min(5000, max(200, 1000 * exp(0.8 * normal)))
            let east = Self.metersPerDegree * cos(center.latitude * .pi / 180)
            var ring = (0..<64).map { corner in
                let bearing = Double(corner) * 2 * .pi / 64
                let reach = radius * (0.7 + 0.3 * random.fraction())
                return Coordinate(
                    latitude: center.latitude + reach * cos(bearing) / Self.metersPerDegree,
                    longitude: center.longitude + reach * sin(bearing) / east)
            }
            ring.append(ring[0])
            return Zone(id: "z\(number)", kind: .checkpoint, name: "z\(number)", shape: .polygons([[ring]]))
        }
    }

    /// How the trucks of the tracks drive; all report every 30 s, at 40 to 90 km/h.
    enum Fleet: String, CaseIterable {
        /// Between the first 100 zones, standing in each for 10 to 60 reports, as containers in transit do.
        case carrying
        /// Anywhere, turning a little all the time.
        case roaming
        /// As roaming, where zones lie close together.
        case crowded
        /// As crowded, twice as close.
        case packed

        /// Nil where all zones share the same country, however many they are.
        var zonesPerSquareDegree: Double? {
            switch self {
            case .carrying, .roaming: nil
            case .crowded: 500
            case .packed: 1000
            }
        }
    }

    /// Every second place is a report of one of the tracks, in turn; the others lie anywhere in the box.
    func places(_ count: Int, tracks: Int) -> [Coordinate] {
        var random = SplitMix64(seed: 2_000)
        let stops: [Coordinate] = fleet == .carrying ? centers(100) : []
        var trucks = (0..<tracks).map { _ in
            start(stops, &random)
        }
        return (0..<count).map { number in
            if number % 2 == 1 { return uniform(&random) }
            return fleet != .carrying
                ? trucks[number / 2 % tracks].roam(self, &random)
                : trucks[number / 2 % tracks].carry(between: stops, &random)
        }
    }

    /// Somewhere on a journey, one truck in ten standing at its end, so that the first report is like all others.
    private func start(_ stops: [Coordinate], _ random: inout SplitMix64) -> Truck {
        var truck = Truck(
            place: uniform(&random), heading: 2 * .pi * random.fraction(), step: 333 + 417 * random.fraction(),
            reportsToStand: 0)
        guard fleet == .carrying else { return truck }
        let from = stops[Int(random.fraction() * Double(stops.count))]
        let to = stops[Int(random.fraction() * Double(stops.count))]
        if random.fraction() < 0.1 {
            truck.place = from
            truck.reportsToStand = Int(60 * random.fraction())
        } else {
            let share = random.fraction()
            truck.place = Coordinate(
                latitude: from.latitude + share * (to.latitude - from.latitude),
                longitude: from.longitude + share * (to.longitude - from.longitude))
        }
        return truck
    }

    private func centers(_ count: Int) -> [Coordinate] {
        zones(count).compactMap { zone in
            guard case .polygons(let polygons) = zone.shape else { return nil }
            let ring = polygons[0][0].dropLast()
            return Coordinate(
                latitude: ring.map(\.latitude).reduce(0, +) / 64, longitude: ring.map(\.longitude).reduce(0, +) / 64)
        }
    }

    private func uniform(_ random: inout SplitMix64) -> Coordinate {
        Coordinate(latitude: south + height * random.fraction(), longitude: west + width * random.fraction())
    }

    private struct Truck {
        var place: Coordinate
        var heading: Double
        var step: Double
        var reportsToStand: Int
        var goal: Coordinate?

        mutating func roam(_ box: Scene, _ random: inout SplitMix64) -> Coordinate {
            heading += 0.6 * (random.fraction() - 0.5)
            let next = moved(step, heading)
            let isOut =
                next.latitude < box.south || next.latitude > box.south + box.height || next.longitude < box.west
                || next.longitude > box.west + box.width
            if isOut { heading += .pi } else { place = next }
            return place
        }

        /// The reports of a standing truck lie some 10 m about it.
        mutating func carry(between stops: [Coordinate], _ random: inout SplitMix64) -> Coordinate {
            guard reportsToStand == 0 else {
                reportsToStand -= 1
                return moved(10 * random.fraction(), 2 * .pi * random.fraction())
            }
            // The nearest of a few: journeys of some hundred kilometres.
            let there =
                goal
                ?? (0..<10).map { _ in stops[Int(random.fraction() * Double(stops.count))] }
                .filter { $0 != place }.min { meters(to: $0) < meters(to: $1) } ?? place
            goal = there
            if meters(to: there) <= step {
                place = there
                goal = nil
                reportsToStand = 10 + Int(50 * random.fraction())
            } else {
                let east = cos(place.latitude * .pi / 180)
                heading = atan2((there.longitude - place.longitude) * east, there.latitude - place.latitude)
                place = moved(step, heading + 0.8 * (random.fraction() - 0.5))
            }
            return place
        }

        func meters(to other: Coordinate) -> Double {
            let east = cos(place.latitude * .pi / 180)
            return hypot((other.longitude - place.longitude) * east, other.latitude - place.latitude) * metersPerDegree
        }

        func moved(_ meters: Double, _ heading: Double) -> Coordinate {
            let east = metersPerDegree * cos(place.latitude * .pi / 180)
            return Coordinate(
                latitude: place.latitude + meters * cos(heading) / metersPerDegree,
                longitude: place.longitude + meters * sin(heading) / east)
        }
    }
}
