import Customs
import Geofencing
import Supervision
import Testing

@Suite("Leaving without a gate-out")
struct GateCrossCheckLeavingTests {
    /// Out of the origin at 90 s, on to kilometre 15, and standing in no facility.
    private func leaving(rules: RuleBook = RuleBook(), until end: Double = 960) -> Scene {
        var scene = Scene(rules: rules)
        scene.open()
        for time in stride(from: 60, through: end, by: 60) { scene.report(at: time, east: (time - 60) / 60) }
        return scene
    }

    @Test("A seal that leaves its origin with no gate-out is found after 900 s, and began when it crossed the edge")
    func fires() throws {
        var scene = leaving()
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
        scene.report(at: 1020, east: 16)
        let alert = try #require(scene.alerts(.leftWithoutGateOut).first)
        #expect(alert.startedAt == Scene.at(90))
        #expect(alert.detectedAt == Scene.at(990))
        #expect(alert.facility == "ORIG")
        #expect(alert.status == .active)
        #expect(alert.severity == .major)
        #expect(alert.evidence == ["exitedAt": .time(Scene.at(90)), "limit": .number(900)])
        #expect(alert.position.map { Geodesy.distanceMeters($0, Scene.place(1)) < 1 } ?? false)
        #expect(alert.message == "CSQU3054383 has left origin, and the facility has reported no gate-out")
        #expect(alert.messageVi.contains("chưa có thông báo ra cổng"))
    }

    @Test("The clock finds it where the seal says nothing more")
    func clock() {
        var scene = leaving(until: 300)
        scene.tick(at: 985)
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
        scene.tick(at: 995)
        #expect(scene.alerts(.leftWithoutGateOut).map(\.startedAt) == [Scene.at(90)])
    }

    @Test(
        "A gate-out that is told in time says nothing, before the leaving and after it",
        arguments: [(70.0, 75.0), (70, 985), (80, 85), (120, 130), (600, 700)])
    func inTime(at: Double, received: Double) {
        var scene = leaving(until: 60)
        var time = 120.0
        var isPosted = false
        while time <= 2400 {
            if time > received, !isPosted {
                scene.gate(.gateOut, "ORIG", at: at, received: received)
                isPosted = true
            }
            scene.report(at: time, east: min(19, (time - 60) / 60))
            time += 60
        }
        scene.tick(at: 2500)
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
    }

    @Test("A gate-out that is told late ends it when it was told, and it stays on record")
    func toldLate() throws {
        var scene = leaving(until: 1200)
        #expect(scene.alerts(.leftWithoutGateOut).map(\.status) == [.active])
        scene.gate(.gateOut, "ORIG", at: 80, received: 1500)
        scene.report(at: 1560, east: 19)
        scene.tick(at: 1600)
        let alert = try #require(scene.alerts(.leftWithoutGateOut).first)
        #expect(alert.status == .cleared)
        #expect(alert.startedAt == Scene.at(90))
        #expect(alert.clearedAt == Scene.at(1500))
        #expect(alert.evidence["reportedAt"] == .time(Scene.at(1500)))
        #expect(alert.evidence["gateOutAt"] == .time(Scene.at(80)))
        #expect(scene.alertChanges.filter { $0.contains("left") }.count == 2)
    }

    @Test("What the clock found is ended by a gate-out that is told after it")
    func clockThenTold() {
        var scene = leaving(until: 300)
        scene.tick(at: 995)
        scene.gate(.gateOut, "ORIG", at: 80, received: 1100)
        scene.tick(at: 1130)
        #expect(scene.alerts(.leftWithoutGateOut).map(\.status) == [.cleared])
        #expect(scene.alerts(.leftWithoutGateOut).first?.clearedAt == Scene.at(1100))
    }

    @Test("The gate-out of another facility, or another container, reports nothing")
    func otherGate() {
        var scene = leaving(until: 600)
        scene.gate(.gateOut, "ELSE", at: 80, received: 610)
        scene.observe(
            .gateEvent(.make("o", "ORIG", .gateOut, at: 80, container: "MSKU9070323"), by: Scene.officer),
            receivedAt: 620)
        scene.tick(at: 1000)
        #expect(scene.alerts(.leftWithoutGateOut).map(\.facility) == ["ORIG"])
    }

    @Test("A cancelled gate-out was none, and the correction of a wrong one reports")
    func corrected() {
        var scene = leaving(until: 60)
        scene.gate(.gateOut, "ORIG", at: 70, id: "wrong")
        for minute in 2...20 { scene.report(at: Double(minute) * 60, east: Double(minute - 1)) }
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
        scene.gate(.gateIn, "DEST", at: 1200, received: 1230, id: "cancel", cancels: "wrong")
        scene.tick(at: 1250)
        #expect(scene.alerts(.leftWithoutGateOut).map(\.status) == [.active])
        scene.gate(.gateOut, "ORIG", at: 75, received: 1300, id: "right")
        scene.tick(at: 1320)
        #expect(scene.alerts(.leftWithoutGateOut).map(\.status) == [.cleared])
    }

    @Test("A seal's backlog of hours ends in the same as its reports in time")
    func backlog() {
        func run(told: Double) -> Scene {
            var scene = Scene()
            scene.open()
            if told < 7000 { scene.gate(.gateOut, "ORIG", at: 70, received: told) }
            for minute in 1...20 { scene.report(at: Double(minute) * 60, east: Double(minute - 1), received: 7000) }
            if told >= 7000 { scene.gate(.gateOut, "ORIG", at: 70, received: told) }
            scene.tick(at: 7200)
            return scene
        }
        #expect(run(told: 100).alerts(.leftWithoutGateOut).isEmpty)
        #expect(run(told: 7100).alerts(.leftWithoutGateOut).map(\.clearedAt) == [Scene.at(7100)])
    }

    @Test("A drive through a facility is no visit; a stand of five minutes, or a gate-in, makes it one")
    func passing() {
        func run(stand: Int = 0, isGatedIn: Bool = false) -> [String?] {
            var scene = Scene()
            scene.open(route: nil)
            scene.gate(.gateOut, "ORIG", at: 65)
            scene.drive(from: 0, to: 7, start: 60, end: 480)
            scene.report(at: 720, east: 8, north: 4)
            if isGatedIn { scene.gate(.gateIn, "ELSE", at: 740) }
            for minute in 0...stand { scene.report(at: 780 + Double(minute) * 60, east: 8, north: 5) }
            let left = 840 + Double(stand) * 60
            scene.report(at: left, east: 8, north: 6)
            for minute in 1...30 {
                scene.report(at: left + Double(minute) * 60, east: 9 + Double(minute) / 9, north: 6)
            }
            return scene.alerts(.leftWithoutGateOut).map(\.facility)
        }
        #expect(run() == [])
        #expect(run(stand: 4) == [])
        #expect(run(stand: 5) == ["ELSE"])
        #expect(run(isGatedIn: true) == ["ELSE"])
    }

    @Test("Who is back within 900 s never left; who comes back later did, and wants a gate-out of the second stay")
    func returns() {
        func run(away minutes: Int, secondGateOut: Bool) -> [Timestamp] {
            var scene = Scene()
            scene.open(route: nil)
            scene.gate(.gateOut, "ORIG", at: 65)
            scene.report(at: 60, east: 0)
            for minute in 2...(minutes + 2) { scene.report(at: Double(minute) * 60, east: 2) }
            let back = Double(minutes + 3) * 60
            scene.report(at: back, east: 0)
            if secondGateOut { scene.gate(.gateOut, "ORIG", at: back + 30) }
            scene.report(at: back + 60, east: 2)
            for minute in 2...30 { scene.report(at: back + Double(minute) * 60, east: 2 + Double(minute) / 4) }
            return scene.alerts(.leftWithoutGateOut).map(\.startedAt)
        }
        #expect(run(away: 8, secondGateOut: false) == [])
        #expect(run(away: 25, secondGateOut: true) == [])
        #expect(run(away: 25, secondGateOut: false).count == 1)
    }

    @Test("From one zone of a facility into another, touching or with a road between, nothing is left")
    func twoZones() {
        func zone(_ id: String, _ east: Double, _ kind: ZoneKind = .seaport, _ facility: String = "ORIG") -> Zone {
            Zone(
                id: id, kind: kind, name: id, facility: facility,
                shape: .circle(center: Scene.place(east), radiusMeters: 500))
        }
        var scene = Scene.on([
            zone("a", 0), zone("b", 0.9), zone("c", 3), zone("destination", 20, .borderGate, "DEST"),
        ])
        scene.open(route: nil)
        for minute in 1...40 {
            let east = minute < 10 ? 0 : minute < 20 ? 0.9 : minute == 20 ? 1.9 : 3
            scene.report(at: Double(minute) * 60, east: east)
        }
        scene.tick(at: 2500)
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
        for minute in 41...60 { scene.report(at: Double(minute) * 60, east: 3 + Double(minute - 40) / 2) }
        #expect(scene.alerts(.leftWithoutGateOut).map(\.facility) == ["ORIG"])
    }

    @Test("A stray position away from the yard is no leaving")
    func stray() {
        var scene = Scene()
        scene.open()
        for minute in 1...10 { scene.report(at: Double(minute) * 60, east: 0) }
        scene.report(at: 630, east: 60, north: 30)
        for minute in 11...40 { scene.report(at: Double(minute) * 60, east: 0) }
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
    }

    @Test("A zone that is crossed with no fix inside says nothing")
    func crossed() {
        var scene = Scene()
        scene.open(route: nil)
        scene.report(at: 60, east: 6.5, north: 5)
        scene.report(at: 150, east: 9.5, north: 5)
        scene.tick(at: 1100)
        #expect(scene.zoneChanges.contains { $0.hasPrefix("crossed elsewhere") })
        #expect(scene.alerts(.leftWithoutGateOut).isEmpty)
    }

    @Test("The destination is a facility like others while the transit is open")
    func destination() {
        func run(isClosed: Bool) -> [String?] {
            var scene = Scene()
            scene.open(route: nil)
            scene.gate(.gateOut, "ORIG", at: 65)
            scene.drive(from: 0, to: 20, start: 60, end: 1260)
            if isClosed { scene.close(at: 1270) }
            scene.drive(from: 20, to: 30, start: 1320, end: 2520)
            return scene.alerts(.leftWithoutGateOut).map(\.facility)
        }
        #expect(run(isClosed: false) == ["DEST"])
        #expect(run(isClosed: true) == [])
    }

    @Test("A transit that is closed before the time is over leaves nothing, and one closed after ends what was found")
    func closed() {
        var early = leaving(until: 600)
        early.close(at: 700)
        early.tick(at: 3000)
        #expect(early.alerts(.leftWithoutGateOut).isEmpty)
        var late = leaving(until: 1200)
        late.close(at: 1300)
        late.gate(.gateOut, "ORIG", at: 80, received: 2000)
        late.tick(at: 2100)
        #expect(late.alerts(.leftWithoutGateOut).map(\.clearedAt) == [Scene.at(1300)])
    }

    @Test("The limit comes from the rule book, and the rule can be turned off")
    func settings() {
        var rules = RuleBook()
        rules[.leftWithoutGateOut].thresholds["after"] = 120
        rules[.leftWithoutGateOut].severity = .critical
        let alert = leaving(rules: rules, until: 240).alerts(.leftWithoutGateOut).first
        #expect(alert?.evidence["limit"] == .number(120))
        #expect(alert?.severity == .critical)
        rules[.leftWithoutGateOut].enabled = false
        #expect(leaving(rules: rules, until: 1200).alerts(.leftWithoutGateOut).isEmpty)
    }

    @Test(
        "Reports in any order of arrival end in the same, whenever the gate-out was told",
        arguments: [1, 2, 3, 4] as [UInt64], [0.0, 600, 5000])
    func shuffled(seed: UInt64, told: Double) {
        var tellings: [GateTelling] = []
        tellings.drive(from: 0, to: 7, start: 60, end: 480)
        if told > 0 { tellings.gate(.gateOut, "ORIG", at: 70, received: told) }
        tellings.drive(from: 8, to: 8, start: 600, end: 1200, north: 5)
        tellings.drive(from: 9, to: 20, start: 1320, end: 3000, north: 2)
        let ordered = Scene.gated(tellings).verdict([.leftWithoutGateOut])
        #expect(ordered.count == (told == 600 ? 1 : 2))
        #expect(Scene.gated(tellings, seed: seed).verdict([.leftWithoutGateOut]) == ordered)
    }

    @Test("The explanation shows the stays that it remembers")
    func explained() throws {
        var scene = Scene.explaining()
        scene.open()
        scene.drive(from: 0, to: 5, start: 60, end: 360)
        let states = scene.steps(.leftWithoutGateOut).compactMap { $0.after?["stays"]?.text }
        #expect(states.contains { $0.contains("isInside: yes") })
        #expect(states.contains { $0.contains("isAwaited: yes") })
    }

    @Test("A snapshot keeps what the gates told, and late reports are still folded among it")
    func snapshot() throws {
        var scene = leaving(until: 600)
        scene.gate(.gateOut, "ORIG", at: 80, received: 1100, plate: "51C-123.45")
        var restored = scene
        restored.supervisor = try Supervisor(
            zones: ZoneIndex(zones: Scene.zones), rules: RuleBook(), encoded: try scene.supervisor.encoded())
        for run in [0, 1] {
            if run == 1 { swap(&scene, &restored) }
            scene.report(at: 150, east: 1.5, received: 1200)
            scene.tick(at: 1300)
            #expect(scene.alerts(.leftWithoutGateOut).map(\.clearedAt) == [Scene.at(1100)])
        }
        #expect(scene.effects == restored.effects)
    }
}
