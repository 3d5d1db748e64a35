import Customs
import Geofencing
import SimulatorKit
import Supervision
import Testing

extension SplitMix64 {
    /// The sum of twelve has a deviation of 1.
    fileprivate mutating func sumOfTwelve() -> Double { (0..<12).reduce(-6) { sum, _ in sum + fraction() } }
}

@Suite("Zones along the way")
struct ZoneTrackerTests {
    /// Drives the fixes through the zones and returns what happened at each one's edges, in seconds.
    private func changes(
        _ zones: [Zone], _ fixes: [(seconds: Double, place: Coordinate, error: Double?, speed: Double?)]
    ) -> [(zone: String, change: ZoneChange.Change, seconds: Double)] {
        var supervisor = Supervisor(zones: ZoneIndex(zones: zones), rules: RuleBook())
        var effects: [Effect] = []
        for (number, fix) in fixes.enumerated() {
            let report = SealReport(
                seal: "S1", sequence: Int64(number + 1), fixTime: Scene.at(fix.seconds), mode: 3, position: fix.place,
                speedMetersPerSecond: fix.speed, horizontalErrorMeters: fix.error, state: .locked)
            _ = supervisor.observe(
                .report(report, .seal, digest: UInt64(number + 1)), receivedAt: Scene.at(fix.seconds), into: &effects)
        }
        return effects.compactMap { effect in
            guard case .zone(let change) = effect.kind else { return nil }
            return (change.zone, change.change, effect.at.seconds(since: Scene.start))
        }
    }

    private func zone(_ id: String, _ east: Double, meters: Double, isCircle: Bool) -> Zone {
        let half = meters / 2000
        let corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
        return Zone(
            id: id, kind: .checkpoint, name: id,
            shape: isCircle
                ? .circle(center: Scene.place(east), radiusMeters: meters / 2)
                : .polygons([[corners.map { Scene.place(east + $0.0, $0.1) }]]))
    }

    @Test("At 80 km/h and a fix a minute every gate of 30 m is found, at its time", arguments: 0..<20)
    func gates(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        let speed = 80 / 3.6
        var zones: [Zone] = []
        var centers: [Double] = []
        var east = 0.4
        while east < 30 {
            zones.append(zone("gate\(zones.count)", east, meters: 30, isCircle: numbers.fraction() < 0.5))
            centers.append(east)
            east += 0.1 + 1.4 * numbers.fraction()
        }
        let interval = [60.0, 60, 120, 30][seed % 4]
        let isSaid = seed % 2 == 0
        let fixes = stride(from: 0.0, to: 34_000 / speed, by: interval).map { seconds in
            let along = (seconds * speed + 3 * numbers.sumOfTwelve()) / 1000
            return (
                seconds: seconds, place: Scene.place(along, 0.002 * numbers.sumOfTwelve()), error: isSaid ? 4.0 : nil,
                speed: isSaid ? speed : nil
            )
        }
        let found = changes(zones, fixes)
        for (index, center) in centers.enumerated() {
            let own = found.filter { $0.zone == "gate\(index)" }
            #expect(own.map(\.change) == [.crossed] || own.map(\.change) == [.entered, .exited])
            let entry = (center * 1000 - 15) / speed
            #expect(abs((own.first?.seconds ?? 0) - entry) <= 2)
        }
    }

    @Test("A lorry parked on an edge with 30 m of noise for 12 hours changes sides once at most", arguments: 0..<40)
    func parked(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed) &+ 1000)
        let meters = [100.0, 500, 5000, 50_000][seed % 4]
        let interval = [30.0, 60, 120, 900][(seed / 4) % 4]
        let edge = zone("yard", -meters / 2000, meters: meters, isCircle: seed % 2 == 0)
        let fixes = stride(from: 0.0, to: 43_200, by: interval).map { seconds in
            (
                seconds: seconds, place: Scene.place(0.03 * numbers.sumOfTwelve(), 0.03 * numbers.sumOfTwelve()),
                error: Optional(40.0), speed: seed % 3 == 0 ? nil : numbers.fraction()
            )
        }
        // Where its first fix lies inside, that is told and is no change of sides.
        let found = changes([edge], fixes).filter { $0.seconds > 0 }
        #expect(found.count <= 1)
    }

    @Test("A first fix inside is an entry, and a visit is found with both its times")
    func visit() {
        let yard = zone("yard", 0, meters: 1000, isCircle: true)
        #expect(changes([yard], [(0, Scene.place(0), 5, 0)]).map(\.change) == [.entered])
        var fixes: [(seconds: Double, place: Coordinate, error: Double?, speed: Double?)] = []
        for minute in 0..<10 { fixes.append((Double(minute) * 60, Scene.place(-5 + Double(minute) / 2), 5, 8.3)) }
        for minute in 10..<100 { fixes.append((Double(minute) * 60, Scene.place(0), 5, 0)) }
        for minute in 100..<110 { fixes.append((Double(minute) * 60, Scene.place(Double(minute - 99) / 2), 5, 8.3)) }
        let found = changes([yard], fixes)
        #expect(found.map(\.change) == [.entered, .exited])
        #expect(abs((found.first?.seconds ?? 0) - 540) <= 2)
        #expect(abs((found.last?.seconds ?? 0) - 6000) <= 2)
    }
}
