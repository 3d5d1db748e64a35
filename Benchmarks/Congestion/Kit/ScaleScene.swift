import Customs
import Foundation
import SimulatorKit

/// Many vehicles that stand before many gates and report: every second a part of them, and now and then one passes.
struct ScaleScene {
    let zones: [Zone]
    /// Vehicles at each gate, by their numbers; who passes is followed by another.
    private var standing: [[Int]]
    private var places: [Int: Coordinate] = [:]
    private var sequences: [Int: Int64] = [:]
    private var nextVehicle: Int
    private var random: SplitMix64
    private let centers: [Coordinate]

    static let intervalSeconds = 30
    private static let queueRadiusMeters = 900.0
    private static let gateRadiusMeters = 300.0
    /// Between two passages of one gate.
    private static let passageSeconds = 60
    private static let operators = Account(name: "supervisor", role: .supervisor)
    static let startsAt = Timestamp(seconds: 1_772_409_600)

    /// - Parameter areQueues: rest areas at the same places where not, of which no gate knows.
    init(vehicles: Int, zones count: Int, areQueues: Bool) {
        var random = SplitMix64(seed: 11)
        var zones: [Zone] = []
        var centers: [Coordinate] = []
        for index in 0..<count {
            let code = "GATE\(index)"
            let center = Coordinate(latitude: 20 + 0.1 * Double(index / 6), longitude: 105 + 0.1 * Double(index % 6))
            let gate = Earth.place(center, movedEast: Self.queueRadiusMeters + Self.gateRadiusMeters + 50, north: 0)
            centers.append(center)
            zones.append(
                Zone(
                    id: "queue-\(index)", kind: areQueues ? .queue : .restArea, name: "Queue \(index)",
                    gate: areQueues ? code : nil,
                    shape: .circle(center: center, radiusMeters: Self.queueRadiusMeters)))
            zones.append(
                Zone(
                    id: "gate-\(index)", kind: areQueues ? .borderGate : .restArea, name: "Gate \(index)",
                    facility: areQueues ? code : nil, capacityPerHour: 60,
                    shape: .circle(center: gate, radiusMeters: Self.gateRadiusMeters)))
        }
        standing = Array(repeating: [], count: count)
        for vehicle in 0..<vehicles {
            standing[vehicle % count].append(vehicle)
            places[vehicle] = Self.place(around: centers[vehicle % count], &random)
        }
        nextVehicle = vehicles
        self.zones = zones
        self.centers = centers
        self.random = random
    }

    /// What is received in a second, and which gates it is about.
    mutating func observations(second: Int) -> [Observation] {
        let time = Self.startsAt.advanced(bySeconds: Double(second))
        var made: [Observation] = []
        for gate in standing.indices {
            for index in standing[gate].indices
            where (index + gate) % Self.intervalSeconds == second % Self.intervalSeconds {
                made.append(report(of: standing[gate][index], at: time))
            }
            // The gates take turns, so that no second has them all.
            if second > 0, (second + gate * 7) % Self.passageSeconds == 0, !standing[gate].isEmpty {
                made += passage(gate, at: time)
            }
        }
        return made
    }

    /// One passes, and another comes to the end of the queue.
    private mutating func passage(_ gate: Int, at time: Timestamp) -> [Observation] {
        let vehicle = standing[gate][0]
        places[vehicle] = Earth.place(
            centers[gate], movedEast: Self.queueRadiusMeters + Self.gateRadiusMeters + 50, north: 0)
        let event = GateEvent(
            eventId: "IN-\(vehicle)", facility: "GATE\(gate)", type: .gateIn, time: time,
            container: Self.container(vehicle), vehicle: .init(plate: "15C-\(vehicle)"))
        let passed = [report(of: vehicle, at: time), .gateEvent(event, by: Self.operators)]
        places[vehicle] = nil
        sequences[vehicle] = nil
        let new = nextVehicle
        nextVehicle += 1
        standing[gate][0] = new
        places[new] = Self.place(around: centers[gate], &random)
        return passed
    }

    private mutating func report(of vehicle: Int, at time: Timestamp) -> Observation {
        let sequence = (sequences[vehicle] ?? 0) + 1
        sequences[vehicle] = sequence
        let place = places[vehicle] ?? centers[0]
        let report = SealReport(
            seal: "VNSEAL\(vehicle)", sequence: sequence, fixTime: time, mode: 3,
            position: Earth.place(place, movedEast: 3 * random.normal(), north: 3 * random.normal()),
            speedMetersPerSecond: abs(0.15 * random.normal()), horizontalErrorMeters: 4, battery: 0.9,
            intervalSeconds: Double(Self.intervalSeconds), container: Self.container(vehicle))
        return .report(report, .seal, digest: random.next())
    }

    private static func container(_ vehicle: Int) -> String {
        let digits = String(vehicle % 1_000_000)
        let stem = "MSCU" + String(repeating: "0", count: 6 - digits.count) + digits
        return stem + String(ContainerNumber.checkDigit(stem) ?? 0)
    }

    private static func place(around center: Coordinate, _ random: inout SplitMix64) -> Coordinate {
        let meters = (queueRadiusMeters - 150) * random.fraction().squareRoot()
        let angle = random.number(0...(2 * .pi))
        return Earth.place(center, movedEast: meters * sin(angle), north: meters * cos(angle))
    }
}
