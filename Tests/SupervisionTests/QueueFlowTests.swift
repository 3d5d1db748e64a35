import Customs
import Geofencing
import Supervision
import Testing

@Suite("The flow at a gate, and what is told of it")
struct QueueFlowTests {
    /// A hundred lorries wait, and one passes every minute, for `minutes`.
    private func busy(_ scene: inout QueueScene, minutes: Int) {
        for number in 0..<100 { scene.join("W\(number)", at: 1000 + Double(number)) }
        for minute in 0..<minutes { pass(&scene, minute, at: 1200 + 60 * Double(minute)) }
    }

    /// One comes, one passes, and those who wait report.
    private func pass(_ scene: inout QueueScene, _ number: Int, at seconds: Double) {
        scene.join("W\(100 + number)", at: seconds)
        scene.gateIn(QueueScene.container("W\(number)"), at: seconds)
        scene.tick(at: seconds + 30)
    }

    @Test("Nothing passes in opening hours: within fifteen minutes the gate is said to be stopped")
    func stopped() throws {
        var scene = QueueScene()
        busy(&scene, minutes: 120)
        #expect(scene.gate().flow == .normal)
        let stop = 1200 + 60.0 * 119
        for minute in 1...15 { scene.join("X\(minute)", at: stop + 60 * Double(minute)) }
        scene.tick(at: stop + 900)
        #expect(scene.gate().flow == .stopped)
        #expect(!scene.gate().isOpen)
        #expect(scene.gate().isOpenByCalendar)
        let told = try #require(scene.said.first { $0.flow == .stopped })
        #expect(told.at <= QueueScene.at(stop + 900))
        #expect(abs(try #require(told.flowSince).seconds(since: QueueScene.at(stop))) <= 60)
        scene.gateIn(QueueScene.container("W119"), at: stop + 1000)
        scene.tick(at: stop + 1100)
        #expect(scene.gate().isOpen)
    }

    @Test("Half of what usually passes is told within fifteen minutes, and its end too")
    func reduced() throws {
        var scene = QueueScene()
        busy(&scene, minutes: 180)
        let drop = 1200 + 60.0 * 180
        for minute in 0..<60 {
            let seconds = drop + 60 * Double(minute)
            if minute % 3 == 0 {
                pass(&scene, 180 + minute / 3, at: seconds)
            } else {
                scene.join("Y\(minute)", at: seconds)
            }
        }
        let told = try #require(scene.said.first { $0.flow == .reduced })
        #expect(told.at <= QueueScene.at(drop + 900))
        #expect(told.at >= QueueScene.at(drop))
        for minute in 0..<40 { pass(&scene, 200 + minute, at: drop + 3600 + 60 * Double(minute)) }
        #expect(scene.gate().flow == .normal)
    }

    @Test("Closed by its calendar is closed, and no stop")
    func calendar() {
        var scene = QueueScene(opens: "07:00", closes: "19:00")
        // 00:00 UTC is 07:00 in Vietnam.
        busy(&scene, minutes: 60)
        #expect(scene.gate().isOpen)
        #expect(scene.gate().changesAt == QueueScene.at(12 * 3600))
        for minute in 0..<60 { scene.join("N\(minute)", at: 12 * 3600 + 60 * Double(minute)) }
        scene.tick(at: 13 * 3600)
        #expect(!scene.gate().isOpen)
        #expect(scene.gate().flow == .normal)
        // One who joins at 20:00 passes after 07:00.
        #expect((scene.gate().waitSeconds ?? 0) >= 11 * 3600)
    }

    @Test("Each level that is reached raises an alert, which ends when the level falls; an officer may work on it")
    func alerts() throws {
        var scene = QueueScene()
        for number in 0..<600 { scene.report("S\(number)", at: 1000 + Double(number) / 50, east: 18) }
        scene.tick(at: 1020)
        #expect(scene.alertChanges == ["raised GATE yellow", "raised province yellow"])
        let alert = try #require(
            scene.effects.compactMap { if case .alert(_, let alert) = $0.kind { alert } else { nil } }.first)
        #expect(alert.evidence["vehiclesWaiting"] == .number(500))
        #expect(alert.evidence["vehicles"] == .number(500))
        #expect(alert.messageVi.contains("500"))
        let outcome = scene.supervisor.observe(
            .alertAction(
                id: alert.id,
                AlertAction(kind: .acknowledge, at: QueueScene.at(1021), by: "officer", comment: nil)),
            receivedAt: QueueScene.at(1021), into: &scene.effects)
        guard case .alert(let worked) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(worked.acknowledged)
        for number in 0..<200 { scene.gateIn(QueueScene.container("S\(number)"), at: 1100 + Double(number) / 10) }
        scene.tick(at: 1200)
        #expect(scene.alertChanges.suffix(2) == ["cleared GATE yellow", "cleared province yellow"])
    }

    @Test("Something is said of a gate with new evidence at least every five minutes")
    func heartbeat() {
        var scene = QueueScene()
        busy(&scene, minutes: 120)
        let times = scene.said.filter { $0.gate == "GATE" }.map(\.at)
        #expect(times.count >= 24)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1.seconds(since: $0) <= 361 })
    }

    @Test("A gate for the same goods that takes less time is advised, the road included")
    func advice() throws {
        var scene = QueueScene()
        for number in 0..<900 { scene.report("S\(number)", at: 1000 + Double(number) / 50, east: 18) }
        scene.report("T1", at: 1020, east: 18, north: 40)
        scene.tick(at: 1100)
        let advice = try #require(scene.gate().advice.first)
        #expect(advice.gate == "OTHER")
        // Forty kilometres as the crow flies.
        #expect((5000...7000).contains(advice.roadSeconds))
        #expect(advice.savedSeconds > 3600)
        #expect(scene.gate("OTHER").advice.isEmpty)
    }

    @Test("A state that was written and read back goes on to say the same")
    func snapshot() throws {
        var scene = QueueScene()
        busy(&scene, minutes: 90)
        var again = QueueScene()
        again.supervisor = try Supervisor(
            zones: ZoneIndex(zones: QueueScene.zones(nil, nil, 60)), rules: RuleBook(),
            encoded: try scene.supervisor.encoded())
        #expect(again.gate() == scene.gate())
        let before = scene.said.count
        for minute in 90..<150 {
            let seconds = 1200 + 60 * Double(minute)
            scene.gateIn(QueueScene.container("W\(minute)"), at: seconds)
            again.gateIn(QueueScene.container("W\(minute)"), at: seconds) { $0.eventId = "E\(minute + 1)" }
            scene.tick(at: seconds + 30)
            again.tick(at: seconds + 30)
        }
        #expect(again.said == Array(scene.said.dropFirst(before)))
    }

    @Test("The rule that is switched off raises nothing, and the levels are shown all the same")
    func switchedOff() {
        var rules = RuleBook()
        rules[.congestion].enabled = false
        rules.congestion.gates["GATE"] = CongestionLimits(vehicles: [5, 10, 20])
        var scene = QueueScene(rules: rules)
        for number in 0..<12 { scene.report("S\(number)", at: 1000 + Double(number), east: 18) }
        scene.tick(at: 1020)
        #expect(scene.gate().level == .orange)
        #expect(scene.alertChanges.isEmpty)
    }
}
