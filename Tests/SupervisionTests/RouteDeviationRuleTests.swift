import Customs
import Geofencing
import Supervision
import Testing

@Suite("Off the route")
struct RouteDeviationRuleTests {
    /// Drives with some kilometres beside the road, 900 m a minute.
    private func run(_ kilometres: ClosedRange<Double>, north: Double, error: Double? = nil) -> Scene {
        var road = RoadScene()
        road.add(.init(start: 0, aside: (kilometres, north), errorMeters: error))
        return road.run(until: 9000)
    }

    @Test("Two minutes outside the corridor raise from the first fix outside, and coming back clears")
    func deviates() throws {
        let scene = run(9...11.7, north: 1)
        #expect(scene.alertChangesWithoutGates == ["raised route-deviation", "cleared route-deviation"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(600))
        #expect(alert.detectedAt == Scene.at(720))
        #expect(alert.clearedAt == Scene.at(840))
        let position = try #require(alert.position)
        #expect(Geodesy.distanceMeters(position, Scene.place(9, 1)) < 1)
        #expect(alert.evidence["route"] == .text("long"))
        guard case .number(let farthest) = alert.evidence["farthestMeters"] else {
            Issue.record("no distance")
            return
        }
        #expect(abs(farthest - 800) < 5)
        #expect(alert.message.contains("800 m") || alert.message.contains("799 m"), "\(alert.message)")
    }

    @Test("A minute outside, and a road beside the corridor within the distance, are none")
    func innocents() {
        #expect(run(9...9.9, north: 1).alertChangesWithoutGates == [])
        #expect(run(9...30, north: 0.39).alertChangesWithoutGates == [])
    }

    @Test("A fix that may be inside by its own error does not begin a deviation")
    func error() {
        #expect(run(9...20, north: 0.45, error: 60).alertChangesWithoutGates == [])
        #expect(run(9...20, north: 0.45, error: 20).alertChangesWithoutGates.count == 2)
    }

    @Test("A road along the limit is one alert, not many")
    func hysteresis() {
        var scene = Scene()
        scene.supervisor = Supervisor(zones: ZoneIndex(zones: RoadScene.zones), rules: RuleBook())
        scene.open(route: "long")
        for minute in 0...30 {
            scene.report(
                at: Double(minute) * 60, east: 1 + Double(minute), north: minute < 3 ? 0 : minute % 2 == 0 ? 0.45 : 0.35
            )
        }
        #expect(scene.alertChanges == [])
        for minute in 31...60 {
            scene.report(
                at: Double(minute) * 60, east: Double(minute) * 0.9,
                north: minute < 36 ? 0.6 : minute % 2 == 0 ? 0.45 : 0.35)
        }
        #expect(scene.alertChanges == ["raised route-deviation"])
    }

    @Test("Standing in a rest area beside the road, and lying there before the departure, are no deviation")
    func permitted() {
        var scene = Scene()
        scene.supervisor = Supervisor(zones: ZoneIndex(zones: RoadScene.zones), rules: RuleBook())
        scene.open(route: "long")
        for minute in 1...20 { scene.report(at: Double(minute) * 60, east: 0, north: 0.45) }
        for minute in 21...51 { scene.report(at: Double(minute) * 60, east: Double(minute - 21)) }
        for minute in 52...200 { scene.report(at: Double(minute) * 60, east: 30, north: 0.9) }
        for minute in 201...210 { scene.report(at: Double(minute) * 60, east: 30 + Double(minute - 200)) }
        #expect(scene.alertChangesWithoutGates == [])
    }

    @Test("A transit without a route has none to leave")
    func noRoute() {
        var road = RoadScene()
        road.add(.init(start: 0, aside: (9...20, 3), route: nil))
        #expect(road.run(until: 9000).alerts(.routeDeviation).isEmpty)
    }
}
