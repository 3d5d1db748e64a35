import Customs
import Geofencing
import Supervision
import Testing

@Suite("The rules")
struct RuleTests {
    @Test("An uneventful transit opens, departs, arrives and closes, and raises nothing")
    func uneventful() {
        var scene = Scene()
        scene.open()
        scene.leaveOrigin(at: 20)
        scene.drive(from: 0, to: 20, start: 60, end: 1860)
        scene.close(at: 2000)
        #expect(scene.alertChanges == [])
        #expect(scene.statuses == [.open, .inTransit, .arrived, .closed])
    }

    @Test("A tampered seal raises one alert, which only an officer clears")
    func tampered() throws {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 1)
        scene.report(at: 120, east: 2, state: .tampered)
        scene.report(at: 180, east: 3, state: .tampered)
        scene.report(at: 240, east: 4)
        #expect(scene.alertChanges == ["raised seal-tampered"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(120))
        let place = try #require(alert.position)
        #expect(Geodesy.distanceMeters(place, Scene.place(2)) < 0.02)
        scene.close(at: 300)
        #expect(scene.alerts.first?.status == .active)
        let action = AlertAction(kind: .clear, at: Scene.at(360), by: "officer", comment: "checked")
        scene.observe(.alertAction(id: alert.id, action), receivedAt: 360)
        #expect(scene.alerts.first?.status == .cleared)
        #expect(scene.alerts.first?.actions?.map(\.kind) == [.clear])
    }

    @Test("Unlocking before the close raises, and locking again clears")
    func unlocked() {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 5, state: .unlocked)
        scene.report(at: 120, east: 5)
        #expect(scene.alertChanges == ["raised seal-unlocked", "cleared seal-unlocked"])
    }

    @Test("Unlocking after an officer closed the transit is right")
    func unlockedAfterClose() {
        var scene = Scene()
        scene.open()
        scene.leaveOrigin(at: 20)
        scene.drive(from: 0, to: 20, start: 60, end: 1860)
        scene.close(at: 2000)
        scene.report(at: 2060, east: 20, state: .unlocked)
        #expect(scene.alertChanges == [])
    }

    @Test("Silence is found by the clock alone, and ends with the next report")
    func signalLost() throws {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 1)
        scene.tick(at: 950)
        #expect(scene.alertChanges == [])
        scene.tick(at: 970)
        #expect(scene.alertChanges == ["raised seal-signal-lost"])
        scene.report(at: 1500, east: 12)
        #expect(scene.alertChanges == ["raised seal-signal-lost", "cleared seal-signal-lost"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(60))
        #expect(alert.detectedAt == Scene.at(960))
        #expect(alert.clearedAt == Scene.at(1500))
        #expect(alert.evidence["silentSeconds"] == .number(1440))
    }

    @Test("A seal that declares a long interval is not lost before five of them")
    func signalLostInterval() {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 0, interval: 600)
        scene.tick(at: 3000)
        #expect(scene.alertChanges == [])
        scene.tick(at: 3061)
        #expect(scene.alertChanges == ["raised seal-signal-lost"])
    }

    @Test("A backlog that fills the silence withdraws the alert, and nothing else is said")
    func backlogWithdraws() {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 1)
        scene.tick(at: 1000)
        for minute in 2...20 { scene.report(at: Double(minute) * 60, east: 1 + Double(minute) / 4, received: 1210) }
        scene.tick(at: 1230)
        #expect(scene.alertChanges == ["raised seal-signal-lost", "withdrawn seal-signal-lost"])
    }

    @Test("A stop outside every place where it may stand raises after its limit and clears when it moves on")
    func stop() throws {
        var scene = Scene()
        scene.open()
        scene.leaveOrigin(at: 20)
        scene.drive(from: 0, to: 5, start: 60, end: 360)
        for minute in 7...40 { scene.report(at: Double(minute) * 60, east: 5.01) }
        scene.report(at: 2460, east: 7)
        #expect(scene.alertChanges == ["raised unauthorised-stop", "cleared unauthorised-stop"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(360))
        #expect(alert.clearedAt == Scene.at(2460))
        #expect(alert.evidence["limitSeconds"] == .number(1800))
    }

    @Test("Standing in a rest area is right, however long")
    func rest() {
        var scene = Scene()
        scene.open()
        scene.leaveOrigin(at: 20)
        scene.drive(from: 0, to: 10, start: 60, end: 660)
        for minute in 12...200 { scene.report(at: Double(minute) * 60, east: 10) }
        #expect(scene.alertChanges == [])
    }

    @Test("A zone's own limit counts before the rule's")
    func ownLimit() {
        var scene = Scene()
        scene.open()
        scene.drive(from: 0, to: 12, start: 60, end: 780)
        for minute in 14...20 { scene.report(at: Double(minute) * 60, east: 12) }
        #expect(scene.alerts(.unauthorisedStop).first?.evidence["limitSeconds"] == .number(300))
    }

    @Test("Entering a forbidden zone raises at the border and leaving it clears")
    func forbidden() throws {
        var scene = Scene()
        scene.open()
        scene.drive(from: 0, to: 14, start: 60, end: 900)
        scene.report(at: 960, east: 14, north: 1)
        scene.report(at: 1020, east: 14, north: 3)
        scene.report(at: 1080, east: 14, north: 1)
        let alert = try #require(scene.alerts(.forbiddenZone).first)
        #expect(alert.status == .cleared)
        // The border is 500 m before the centre: 1.5 km of 2 km in 60 s.
        #expect(alert.startedAt == Scene.at(1005))
        #expect(alert.evidence["zone"] == .text("yard"))
    }

    @Test("A forbidden zone that is crossed with no fix inside raises too")
    func crossed() {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 15, north: 1.5)
        scene.report(at: 120, east: 17, north: 1.5)
        #expect(scene.alertChanges == ["raised forbidden-zone", "cleared forbidden-zone"])
        #expect(scene.zoneChanges.filter { $0.contains("thin-yard") } == ["crossed thin-yard 88"])
    }

    @Test("A facility that is not on the way is a wrong destination, by position and by gate")
    func wrongDestination() {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 8, north: 2)
        scene.report(at: 120, east: 8, north: 5)
        #expect(scene.alertChanges == ["raised wrong-destination"])
        #expect(scene.alerts.first?.facility == "ELSE")
        scene.report(at: 180, east: 8, north: 2)
        #expect(scene.alerts.first?.status == .cleared)

        var gated = Scene()
        gated.open()
        gated.observe(.gateEvent(.make("e1", "ELSE", .gateIn, at: 300), by: Scene.officer), receivedAt: 310)
        #expect(gated.alertChanges == ["raised wrong-destination"])
    }

    @Test("A transit that has not arrived at its deadline is overdue until it arrives")
    func overdue() {
        var scene = Scene()
        scene.open(deadline: 1000)
        scene.leaveOrigin(at: 20)
        scene.drive(from: 0, to: 20, start: 60, end: 1860)
        #expect(scene.alertChanges == ["raised transit-overdue", "cleared transit-overdue"])
        #expect(scene.alerts.first?.startedAt == Scene.at(1000))
    }

    @Test("Evidence that comes late and shows an arrival in time withdraws the overdue alert")
    func overdueWithdrawn() {
        var scene = Scene()
        scene.open(deadline: 2000)
        scene.leaveOrigin(at: 20)
        scene.drive(from: 0, to: 15, start: 60, end: 1560)
        scene.tick(at: 2010)
        #expect(scene.alertChanges == ["raised transit-overdue"])
        scene.report(at: 1700, east: 18, received: 2030)
        scene.report(at: 1900, east: 20, received: 2030)
        scene.tick(at: 2060)
        #expect(scene.alertChanges == ["raised transit-overdue", "withdrawn transit-overdue"])
    }

    @Test("A seal without a transit raises nothing")
    func noTransit() {
        var scene = Scene()
        scene.report(at: 60, east: 14, north: 3, state: .tampered)
        scene.tick(at: 90_000)
        #expect(scene.alertChanges == [])
        #expect(scene.zoneChanges == ["entered yard 60"])
    }

    @Test("A rule that is turned off says nothing")
    func disabled() {
        var rules = RuleBook()
        rules[.sealTampered].enabled = false
        var scene = Scene(rules: rules)
        scene.open()
        scene.report(at: 60, east: 1, state: .tampered)
        #expect(scene.alertChanges == [])
    }
}

extension GateEvent {
    static func make(
        _ id: String, _ facility: String, _ type: Kind, at seconds: Double, container: String = "CSQU3054383"
    ) -> GateEvent {
        GateEvent(eventId: id, facility: facility, type: type, time: Scene.at(seconds), container: container)
    }
}
