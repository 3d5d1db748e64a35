import Customs
import Supervision
import Testing

@Suite("Unauthorised stops")
struct StopRuleTests {
    @Test("A single stray fix neither ends a stop nor begins it again")
    func stray() {
        var scene = Scene()
        scene.open()
        for minute in 1...40 { scene.report(at: Double(minute) * 60, east: minute == 20 ? 5.2 : 5) }
        #expect(scene.alerts(.unauthorisedStop).map(\.startedAt) == [Scene.at(60)])
        #expect(scene.alerts(.unauthorisedStop).map(\.status) == [.active])
    }

    @Test("A jam that creeps on by more than the radius within the limit is no stop")
    func creeping() {
        var scene = Scene()
        scene.open()
        for minute in 1...120 { scene.report(at: Double(minute) * 60, east: 5 + Double(minute) * 0.006) }
        #expect(scene.alerts(.unauthorisedStop) == [])
    }

    @Test("Two fixes at one place with more than the limit of silence between are a stop")
    func silence() {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 5, interval: 1800)
        scene.report(at: 60 + 1859, east: 5, interval: 1800)
        #expect(scene.alerts(.unauthorisedStop).map(\.startedAt) == [Scene.at(60)])
    }

    @Test("A stop just under the limit raises nothing")
    func nearLimit() {
        var scene = Scene()
        scene.open()
        scene.drive(from: 1, to: 5, start: 60, end: 360)
        for minute in 7...35 { scene.report(at: Double(minute) * 60, east: 5.01) }
        scene.drive(from: 6, to: 9, start: 2160, end: 2400)
        #expect(scene.alerts(.unauthorisedStop) == [])
    }

    @Test("The silence between a rest area and a place beside it is no stop")
    func besideRest() {
        var scene = Scene()
        scene.open()
        scene.drive(from: 8, to: 10.4, start: 60, end: 360)
        scene.report(at: 420, east: 10.47)
        scene.report(at: 420 + 2400, east: 10.54)
        #expect(scene.alerts(.unauthorisedStop) == [])
    }
}
