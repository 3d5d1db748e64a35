import Customs
import Supervision
import Testing

@Suite("Positions that jump, freeze or are too fast")
struct PositionRuleTests {
    @Test("A fix that nothing reaches raises, and ends with the next plausible one")
    func jump() throws {
        var reports = [Said].drive(20)
        reports[9].north = 5
        let scene = Scene.of(reports)
        #expect(scene.alertChanges == ["raised position-jump", "cleared position-jump"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(300))
        #expect(alert.clearedAt == Scene.at(330))
        #expect(alert.evidence["seconds"] == .number(30))
        #expect(alert.evidence["speed"] == .number(55))
        #expect(alert.message.hasSuffix("5.0 km in 30 s"))
        #expect(scene.zoneChanges.allSatisfy { !$0.contains("yard") })
    }

    @Test("Fast, but within what both fixes may be off by, is no jump; over a long silence nothing is")
    func plausible() {
        var reports = [Said].drive(20)
        reports[9].north = 1.5
        #expect(Scene.of(reports).alerts(.positionJump).isEmpty)
        let far = [Said(at: 60, east: 1, sequence: 1), Said(at: 860, east: 40, sequence: 2)]
        #expect(Scene.of(far).alerts(.positionJump).isEmpty)
    }

    @Test("Two fixes at the stray place are one jump, though the second could be reached by then")
    func twice() {
        var reports = [Said].drive(20)
        reports[9].north = 3
        reports[10].north = 3
        let scene = Scene.of(reports)
        #expect(scene.alertChanges == ["raised position-jump", "cleared position-jump"])
        #expect(scene.alerts.first?.clearedAt == Scene.at(360))
    }

    @Test("A place that holds for three fixes is believed, and the jump is over")
    func resettled() {
        var reports = [Said].drive(20)
        for index in 9..<20 { reports[index].north = 7 }
        let scene = Scene.of(reports)
        #expect(scene.alerts(.positionJump).map(\.clearedAt) == [Scene.at(360)])
        #expect(scene.alerts(.sealCloned).isEmpty)
    }

    @Test("Jumps within minutes are one finding that says how many, in any order of arrival")
    func flicker() throws {
        var reports = [Said].drive(60)
        for (index, north) in [(10, 6.0), (14, -7), (18, 8)] { reports[index].north = north }
        let scene = Scene.of(reports)
        let alert = try #require(scene.alerts(.positionJump).first)
        #expect(scene.alerts(.positionJump).count == 1)
        #expect(alert.startedAt == Scene.at(330))
        #expect(alert.clearedAt == Scene.at(600))
        #expect(alert.evidence["jumps"] == .number(3))
        let rules: [RuleCode] = [.positionJump, .positionFrozen, .overspeed]
        #expect(Scene.shuffled(reports, seed: 5, until: 1900).verdict(rules) == scene.verdict(rules))
    }

    @Test("Three equal fixes at speed are frozen from the first, and waking up is no jump")
    func frozen() throws {
        var reports = [Said].drive(60)
        for index in 10..<30 { reports[index].east = reports[10].east }
        let two = Scene.of(Array(reports[..<12]))
        #expect(two.alerts(.positionFrozen).isEmpty)
        let scene = Scene.of(reports)
        #expect(scene.alertChanges == ["raised position-frozen", "cleared position-frozen"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(330))
        #expect(alert.clearedAt == Scene.at(930))
        #expect(alert.evidence["fixes"] == .number(3))
    }

    @Test("Equal fixes of a seal that stands, or says no speed, are none")
    func standing() {
        for speed in [0, 2.9, nil] as [Double?] {
            let reports = (1...20).map { Said(at: Double($0) * 30, east: 10, sequence: Int64($0), speed: speed) }
            #expect(Scene.of(reports).alertChanges == [])
        }
        var starting = (1...20).map { Said(at: Double($0) * 30, east: 10, sequence: Int64($0), speed: 0) }
        starting[19].speed = 4
        #expect(Scene.of(starting).alertChanges == [])
    }

    /// A drive at 20 m/s, faster from one second to another.
    private func speeding(
        _ fast: Double, from: Double, to: Double, every interval: Double = 30, says: Bool = true
    ) -> [Said] {
        var east = 1.0
        return (1...60).map { number in
            let at = Double(number) * interval
            let speed = at > from && at <= to ? fast : 20
            east += speed * interval / 1000
            return Said(at: at, east: east, sequence: Int64(number), north: 10, speed: says ? speed : nil)
        }
    }

    @Test("Sustained speed raises from its first fix and ends with a slower one")
    func overspeed() throws {
        let scene = Scene.of(speeding(30, from: 300, to: 600))
        #expect(scene.alerts(.overspeed).count == 1)
        let alert = try #require(scene.alerts(.overspeed).first)
        #expect(alert.startedAt == Scene.at(330))
        #expect(alert.detectedAt == Scene.at(390))
        #expect(alert.clearedAt == Scene.at(630))
        #expect(alert.evidence["reached"] == .number(30))
        #expect(alert.message.contains("108 km/h"))
        #expect(Scene.of(speeding(27.8, from: 300, to: 600)).alerts(.overspeed).isEmpty)
        #expect(Scene.of(speeding(30, from: 300, to: 360)).alerts(.overspeed).isEmpty)
    }

    @Test("A spike never fires, and neither does a speed that the way belies")
    func spike() {
        var reports = [Said].drive(40)
        reports[10].speed = 45
        #expect(Scene.of(reports).alerts(.overspeed).isEmpty)
        var standing = (1...40).map { Said(at: Double($0) * 30, east: 10 + Double($0) / 1000, sequence: Int64($0)) }
        for index in 10..<20 { standing[index].speed = 40 }
        #expect(Scene.of(standing).alerts(.overspeed).isEmpty)
        let apart = (1...6).map {
            Said(at: Double($0) * 400, east: Double($0) * 12, sequence: Int64($0), north: 10, speed: 30)
        }
        #expect(Scene.of(apart).alerts(.overspeed).isEmpty)
    }

    @Test("A device that says no speed is held against its way")
    func way() throws {
        let scene = Scene.of(speeding(33, from: 300, to: 900, says: false))
        #expect(scene.alerts(.overspeed).count == 1)
        let alert = try #require(scene.alerts(.overspeed).first)
        #expect(abs(alert.startedAt.seconds(since: Scene.at(300))) <= 60)
        #expect(alert.status == .cleared)
        #expect(Scene.of(speeding(25, from: 300, to: 900, says: false)).alerts(.overspeed).isEmpty)
        var stray = speeding(20, from: 0, to: 0, says: false)
        stray[20].north = 11.4
        #expect(Scene.of(stray).alerts(.overspeed).isEmpty)
    }

    @Test("What is fast again within ten minutes is the same alert")
    func resumed() {
        var reports = speeding(30, from: 300, to: 900)
        reports[20].speed = 26
        let scene = Scene.of(reports)
        #expect(scene.alerts(.overspeed).map(\.status) == [.cleared])
        #expect(scene.alerts(.overspeed).first?.clearedAt == Scene.at(930))
    }
}
