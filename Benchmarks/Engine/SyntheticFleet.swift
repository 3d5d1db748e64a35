import Customs
import Foundation

/// Lorries on straight roads across a made-up country of 2,000 zones: every report decoded, none of them trouble.
struct SyntheticFleet {
    static let start = Timestamp(milliseconds: 1_772_409_600_000)
    static let officer = Account(name: "officer", role: .officer)
    private static let intervalSeconds = 30.0
    private static let roads = 100

    private let sealCount: Int
    private var nextSeal = 0
    private var round = 0
    private var random: UInt64 = 88_172_645_463_325_252

    init(seals: Int) { sealCount = seals }

    private static func seal(_ index: Int) -> String { "S" + String(index + 1_000_000) }

    /// A hundred roads from west to east with a facility at each end, and 1,700 zones of 64 corners beside them.
    static let zones: [Zone] = {
        var zones: [Zone] = []
        for road in 0..<roads {
            let latitude = Self.latitude(of: road)
            for (end, longitude) in [("A", 104.0), ("B", 106.5)] {
                zones.append(
                    Zone(
                        id: "F\(road)\(end)", kind: .icd, name: "F", facility: "F\(road)\(end)",
                        shape: .circle(
                            center: Coordinate(latitude: latitude, longitude: longitude), radiusMeters: 800)))
            }
            zones.append(
                Zone(
                    id: "R\(road)", kind: .route, name: "R",
                    shape: .corridor(
                        line: stride(from: 104.0, through: 106.5, by: 0.05).map {
                            Coordinate(latitude: latitude, longitude: $0)
                        }, halfWidthMeters: 250)))
        }
        for index in 0..<1700 {
            let center = Coordinate(
                latitude: latitude(of: index % roads) + 0.02, longitude: 104 + 2.5 * Double(index / roads) / 17)
            let ring = (0..<64).map { corner in
                let angle = Double(corner) / 64 * 2 * .pi
                let radius = 0.012 * (1 + 0.2 * sin(5 * angle))
                return Coordinate(
                    latitude: center.latitude + radius * sin(angle), longitude: center.longitude + radius * cos(angle))
            }
            zones.append(Zone(id: "Z\(index)", kind: .restArea, name: "Z", shape: .polygons([[ring]])))
        }
        return zones
    }()

    private static func latitude(of road: Int) -> Double { 10 + Double(road) * 0.1 }

    /// The transit of a seal.
    func order(_ index: Int) -> TransitOrder {
        TransitOrder(
            transit: "T-2026-\(1_000_000 + index)", container: "CSQU\(3_000_000 + index)", seal: Self.seal(index),
            declaration: "10\(3_000_000_000 + index)", origin: "F\(index % Self.roads)A",
            destination: "F\(index % Self.roads)B", route: "R\(index % Self.roads)", startsAt: Self.start,
            deadline: Self.start.advanced(bySeconds: 40_000))
    }

    /// The next reports of the fleet, seal by seal, a report each an interval.
    mutating func next(_ count: Int) -> [(Observation, Timestamp)] {
        (0..<count).map { _ in
            defer {
                nextSeal += 1
                if nextSeal == sealCount { (nextSeal, round) = (0, round + 1) }
            }
            let elapsed = Double(round + 1) * Self.intervalSeconds
            let time = Self.start.advanced(bySeconds: elapsed)
            let received = time.advanced(
                bySeconds: 1 + (Self.intervalSeconds - 2) * Double(nextSeal) / Double(sealCount))
            let offset = Double(nextSeal / Self.roads % 50) * 0.01
            let speed = 14.0 + noise()
            let report = SealReport(
                seal: Self.seal(nextSeal), sequence: Int64(round + 1), fixTime: time, mode: 3,
                position: Coordinate(
                    latitude: Self.latitude(of: nextSeal % Self.roads) + 0.00004 * noise(),
                    longitude: min(106.49, 104 + offset + elapsed * 14 / 109_000 + 0.00004 * noise())),
                altitudeMeters: 12 + noise(), speedMetersPerSecond: speed, courseDegrees: 90 + noise(),
                horizontalErrorMeters: 4 + noise(), satellites: 9 + Int(random % 4), hdop: 0.9,
                carrierToNoise: 40 + 2 * noise(), state: .locked,
                battery: 0.9 - Double(round) * 0.0001, intervalSeconds: Self.intervalSeconds)
            return (.report(report, .seal, digest: random), received)
        }
    }

    /// -1...1.
    private mutating func noise() -> Double {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return Double(Int64(bitPattern: random)) / Double(Int64.max)
    }
}
