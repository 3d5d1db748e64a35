import Customs
import Geofencing
import Supervision
import Testing

@Suite("The forecast of the arrival")
struct TransitLateForecastRuleTests {
    private static let day = 86_400.0

    /// Four transits at 10 m/s on the first day: 100 minutes.
    private func taught() -> RoadScene {
        var road = RoadScene()
        for index in 0..<4 { road.add(.init(start: 9000 + Double(index) * 61, metersPerSecond: 10)) }
        return road
    }

    @Test("Without experience only what 58 km/h cannot reach is late, seen twice")
    func assumed() throws {
        var road = RoadScene()
        // At 16 m/s the whole road takes 3,750 s.
        let late = road.add(.init(start: 0, deadline: 2700))
        let inTime = road.add(.init(start: 0, deadline: 3100))
        let scene = road.run(until: 9000)
        let alert = try #require(scene.alert(.transitLateForecast, late))
        #expect(alert.evidence["basis"] == .text("assumed 58 km/h"))
        #expect(alert.evidence["deadline"] == .time(Scene.at(2700)))
        // The first fix outside the origin, and the next look.
        #expect(alert.startedAt == Scene.at(60))
        #expect(alert.detectedAt == Scene.at(360))
        #expect(alert.status == .cleared)
        #expect(alert.clearedAt == scene.alert(.transitOverdue, late)?.clearedAt)
        #expect(scene.alert(.transitLateForecast, inTime) == nil)
    }

    @Test("With experience the mean of earlier transits counts")
    func learned() throws {
        var road = taught()
        let late = road.add(.init(start: Self.day + 9000, metersPerSecond: 10, deadline: Self.day + 9000 + 4600))
        let inTime = road.add(.init(start: Self.day + 9000, metersPerSecond: 10, deadline: Self.day + 9000 + 5400))
        let untaught = road.add(
            .init(start: 10_000, metersPerSecond: 10, deadline: 10_000 + 4600))
        let scene = road.run(until: 3 * Self.day)
        let alert = try #require(scene.alert(.transitLateForecast, late))
        #expect(alert.evidence["basis"] == .text("learned from 5 transits"))
        guard case .time(let expected) = alert.evidence["expectedArrival"] else {
            Issue.record("no arrival")
            return
        }
        #expect(abs(expected.seconds(since: Scene.at(Self.day + 9000 + 6000))) < 300)
        #expect(alert.startedAt < Scene.at(Self.day + 9000 + 600))
        #expect(scene.alert(.transitLateForecast, inTime) == nil)
        // Nobody knew on the first day that the road is slow, until it was late anyhow.
        let first = scene.alert(.transitLateForecast, untaught)
        #expect(first.map { $0.startedAt > Scene.at(10_000 + 1500) } ?? true)
    }

    @Test("A stop moves the expected arrival on, and driving fast takes it back")
    func standing() throws {
        var scene = Scene()
        scene.supervisor = Supervisor(zones: ZoneIndex(zones: RoadScene.zones), rules: RuleBook())
        scene.open(deadline: 5000, route: "long")
        for minute in 1...10 { scene.report(at: Double(minute) * 60, east: Double(minute) * 0.9) }
        #expect(scene.alerts(.transitLateForecast).isEmpty)
        // 51 km at 16 m/s take 3,190 s: from 2,700 s on it is too late.
        for minute in 11...60 { scene.report(at: Double(minute) * 60, east: 9) }
        let alert = try #require(scene.alerts(.transitLateForecast).first)
        #expect(alert.startedAt > Scene.at(2700) && alert.startedAt <= Scene.at(3100))
        for minute in 61...79 { scene.report(at: Double(minute) * 60, east: 9 + Double(minute - 60) * 2.5) }
        #expect(scene.alerts(.transitLateForecast).first?.status == .cleared)
        #expect(scene.alerts(.transitLateForecast).first?.evidence["recoveredArrival"] != nil)
    }

    @Test("Without a route the straight line counts, and before the departure nothing does")
    func noRoute() {
        var road = RoadScene()
        let late = road.add(.init(start: 0, deadline: 3000, route: nil))
        let inTime = road.add(.init(start: 0, deadline: 4500, route: nil))
        let scene = road.run(until: 9000)
        #expect(scene.alert(.transitLateForecast, late) != nil)
        #expect(scene.alert(.transitLateForecast, inTime) == nil)

        var waiting = Scene()
        waiting.supervisor = Supervisor(zones: ZoneIndex(zones: RoadScene.zones), rules: RuleBook())
        waiting.open(deadline: 5000, route: "long")
        for minute in 1...80 { waiting.report(at: Double(minute) * 60, east: 0) }
        #expect(waiting.alerts(.transitLateForecast).isEmpty)
    }

    @Test("The rule can be turned off")
    func disabled() {
        var rules = RuleBook()
        rules[.transitLateForecast].enabled = false
        var road = RoadScene()
        road.add(.init(start: 0, deadline: 2700))
        #expect(road.run(until: 9000, rules: rules).alerts(.transitLateForecast).isEmpty)
    }
}
