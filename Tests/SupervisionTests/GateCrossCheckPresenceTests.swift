import Customs
import Geofencing
import Supervision
import Testing

@Suite("Gate events without the seal")
struct GateCrossCheckPresenceTests {
    /// The seal stands at a kilometre from 60 s on, a report a minute, and the destination tells a gate-in at 600 s.
    private func elsewhere(
        at east: Double = 12, until end: Double, received: Double = 610, rules: RuleBook = RuleBook()
    ) -> Scene {
        var scene = Scene(rules: rules)
        scene.open(route: nil)
        var isTold = false
        for time in stride(from: 60.0, through: end, by: 60) {
            if time > received, !isTold {
                scene.gate(.gateIn, "DEST", at: 600, received: received, id: "in")
                isTold = true
            }
            scene.report(at: time, east: east)
        }
        if !isTold { scene.gate(.gateIn, "DEST", at: 600, received: received, id: "in") }
        return scene
    }

    @Test("A gate-in while the seal stands elsewhere is found when the window has passed")
    func fires() throws {
        var scene = elsewhere(until: 1200)
        #expect(scene.alerts(.gateEventWithoutPresence).isEmpty)
        scene.report(at: 1260, east: 12)
        let alert = try #require(scene.alerts(.gateEventWithoutPresence).first)
        #expect(alert.startedAt == Scene.at(600))
        #expect(alert.detectedAt == Scene.at(1201))
        #expect(alert.facility == "DEST")
        #expect(alert.severity == .major)
        #expect(alert.evidence["distanceMeters"] == .number(7500))
        #expect(alert.evidence["limit"] == .number(1000))
        #expect(alert.evidence["window"] == .number(600))
        #expect(alert.evidence["eventId"] == .text("in"))
        #expect(alert.evidence["event"] == .text("gate-in"))
        #expect(alert.evidence["fixAt"] == .time(Scene.at(600)))
        #expect(alert.position.map { Geodesy.distanceMeters($0, Scene.place(12)) < 1 } ?? false)
        #expect(
            alert.message == "destination reported the gate-in of CSQU3054383 while its seal S1 was 7.5 km away")
        #expect(alert.messageVi.contains("7,5 km"))
    }

    @Test("The clock finds it where the seal says nothing more")
    func clock() {
        var scene = elsewhere(until: 600)
        scene.tick(at: 1190)
        #expect(scene.alerts(.gateEventWithoutPresence).isEmpty)
        scene.tick(at: 1215)
        #expect(scene.alerts(.gateEventWithoutPresence).map(\.startedAt) == [Scene.at(600)])
    }

    @Test("It stands until an officer clears it, also after the close")
    func latched() throws {
        var scene = elsewhere(until: 1260)
        scene.close(at: 1300)
        let alert = try #require(scene.alerts(.gateEventWithoutPresence).first)
        #expect(alert.status == .active)
        scene.observe(
            .alertAction(id: alert.id, AlertAction(kind: .clear, at: Scene.at(1400), by: "officer")),
            receivedAt: 1400)
        #expect(scene.alerts(.gateEventWithoutPresence).first?.status == .cleared)
    }

    @Test(
        "The last fix before the event, or any within the window after it, is presence", arguments: [600.0, 660, 1200])
    func near(time: Double) {
        var scene = Scene()
        scene.open(route: nil)
        for minute in 1...30 {
            let at = Double(minute) * 60
            scene.report(at: at, east: at == time ? 18.6 : 17)
            if at == 600 { scene.gate(.gateIn, "DEST", at: 600, received: 610) }
        }
        #expect(scene.alerts(.gateEventWithoutPresence).isEmpty)
    }

    @Test("A gate-out whose time is some minutes late is of a seal that was there")
    func lateClock() {
        func run(at: Double) -> Int {
            var scene = Scene()
            scene.open(route: nil)
            scene.drive(from: 0, to: 16, start: 60, end: 960)
            scene.gate(.gateOut, "ORIG", at: at, received: 970)
            scene.drive(from: 17, to: 19, start: 1020, end: 2400)
            return scene.alerts(.gateEventWithoutPresence).count
        }
        // It left at 88 s and was within a kilometre of the port until a little after 120 s.
        #expect(run(at: 600) == 0)
        #expect(run(at: 700) == 0)
        #expect(run(at: 800) == 1)
    }

    @Test("With no fix in the window there is no verdict")
    func silent() {
        var scene = Scene()
        scene.open(route: nil)
        for minute in 1...5 { scene.report(at: Double(minute) * 60, east: 5) }
        scene.gate(.gateIn, "DEST", at: 1000)
        scene.tick(at: 1700)
        scene.report(at: 1800, east: 6)
        scene.tick(at: 2000)
        #expect(scene.alerts(.gateEventWithoutPresence).isEmpty)
    }

    @Test("A seal that falls silent on its way to the gate may have come there")
    func fallsSilent() {
        func run(last: Double) -> Int {
            var scene = Scene()
            scene.open(route: nil)
            for time in stride(from: 60, through: last, by: 60) { scene.report(at: time, east: 13) }
            scene.gate(.gateIn, "DEST", at: 600)
            scene.tick(at: 1300)
            return scene.alerts(.gateEventWithoutPresence).count
        }
        // 6.5 km from the zone: 5.5 km in 360 s can be driven, in 60 s not.
        #expect(run(last: 240) == 0)
        #expect(run(last: 540) == 1)
    }

    @Test("It is said at once where no lorry comes from there to the gate within the window")
    func atOnce() {
        var rules = RuleBook()
        rules[.gateEventWithoutPresence].thresholds["window"] = 120
        var scene = Scene(rules: rules)
        scene.open(route: nil)
        for minute in 1...10 { scene.report(at: Double(minute) * 60, east: 1) }
        guard case .gateEvent(let outcome) = scene.gate(.gateIn, "DEST", at: 605) else {
            Issue.record("refused")
            return
        }
        #expect(scene.alerts(.gateEventWithoutPresence).map(\.id) == outcome.alerts.filter { $0.contains("presence") })
        #expect(scene.alerts(.gateEventWithoutPresence).count == 1)
    }

    @Test("A gate-out is told in its own words")
    func gateOut() throws {
        var scene = Scene()
        scene.open(route: nil)
        scene.drive(from: 10, to: 10, start: 60, end: 600)
        scene.gate(.gateOut, "ELSE", at: 600)
        scene.drive(from: 10, to: 10, start: 660, end: 1300)
        let alert = try #require(scene.alerts(.gateEventWithoutPresence).first)
        #expect(alert.message.contains("the gate-out of"))
        #expect(alert.messageVi.contains("ra cổng"))
    }

    @Test("An event that is posted hours late is held against the fixes of its time")
    func postedLate() {
        #expect(elsewhere(until: 6000, received: 5990).alerts(.gateEventWithoutPresence).count == 1)
        #expect(elsewhere(at: 20, until: 6000, received: 5990).alerts(.gateEventWithoutPresence).isEmpty)
    }

    @Test("A backlog that shows the seal at the gate withdraws it, and so does a correction of the event")
    func withdrawn() {
        var scene = Scene()
        scene.open(route: nil)
        scene.drive(from: 12, to: 14, start: 60, end: 300)
        scene.gate(.gateIn, "DEST", at: 700)
        scene.drive(from: 14, to: 14, start: 1150, end: 1390)
        #expect(scene.alerts(.gateEventWithoutPresence).map(\.status) == [.active])
        scene.report(at: 700, east: 20, received: 1400)
        scene.tick(at: 1430)
        #expect(scene.alerts(.gateEventWithoutPresence).map(\.status) == [.withdrawn])

        var corrected = elsewhere(until: 1260)
        corrected.gate(.gateIn, "DEST", at: 1250, received: 1270, id: "right", replaces: "in")
        corrected.tick(at: 1300)
        #expect(corrected.alerts(.gateEventWithoutPresence).map(\.status) == [.withdrawn])
    }

    @Test("A transit that is closed on the word of the gate alone is judged at its close")
    func closedEarly() {
        var scene = elsewhere(until: 660)
        scene.close(at: 700)
        scene.tick(at: 3000)
        #expect(scene.alerts(.gateEventWithoutPresence).map(\.status) == [.active])
    }

    @Test("Distance and window come from the rule book, and the rule can be turned off")
    func settings() {
        var rules = RuleBook()
        rules[.gateEventWithoutPresence].thresholds["distance"] = 8000
        #expect(elsewhere(until: 1300, rules: rules).alerts(.gateEventWithoutPresence).isEmpty)
        rules[.gateEventWithoutPresence].thresholds = ["distance": 5000, "window": 300]
        let alert = elsewhere(until: 960, rules: rules).alerts(.gateEventWithoutPresence).first
        #expect(alert?.evidence["limit"] == .number(5000))
        #expect(alert?.evidence["window"] == .number(300))
        rules[.gateEventWithoutPresence].enabled = false
        #expect(elsewhere(until: 1300, rules: rules).alerts(.gateEventWithoutPresence).isEmpty)
    }

    @Test("A hundred events at one time are looked at in bounded memory")
    func bounded() throws {
        var scene = elsewhere(until: 600)
        let before = try scene.supervisor.encoded().count
        for number in 1...100 { scene.gate(.gateIn, "DEST", at: 600 + Double(number), received: 705, id: "n\(number)") }
        for time in stride(from: 720.0, through: 2400, by: 60) { scene.report(at: time, east: 12) }
        #expect(scene.alerts(.gateEventWithoutPresence).count <= 8)
        #expect(try scene.supervisor.encoded().count < before + 200_000)
    }

    @Test(
        "Reports in any order of arrival end in the same", arguments: [1, 2, 3, 4] as [UInt64], [300.0, 900, 1500])
    func shuffled(seed: UInt64, at time: Double) {
        var tellings: [GateTelling] = []
        tellings.drive(from: 0, to: 12, start: 60, end: 780)
        tellings.gate(.gateOut, "ORIG", at: 70, received: 90, plate: "51C-123.45")
        tellings.gate(.gateIn, "DEST", at: time, received: time + 2000, plate: "29H 999.99")
        tellings.drive(from: 12, to: 12, start: 840, end: 1200)
        tellings.drive(from: 12, to: 20, start: 1260, end: 2100)
        let rules: [RuleCode] = [.gateEventWithoutPresence, .truckChanged]
        let ordered = Scene.gated(tellings).verdict(rules)
        // At 1500 s it is there ten minutes later.
        #expect(ordered.count == (time == 1500 ? 1 : 2))
        #expect(Scene.gated(tellings, seed: seed).verdict(rules) == ordered)
    }

    @Test("The explanation shows the events that are still looked at")
    func explained() {
        var scene = Scene.explaining()
        scene.open(route: nil)
        scene.drive(from: 12, to: 12, start: 60, end: 600)
        scene.gate(.gateIn, "DEST", at: 600, id: "in")
        let states = scene.steps(.gateEventWithoutPresence).compactMap { $0.after?["checks"]?.text }
        #expect(states.contains { $0.contains("event: in") })
    }
}
