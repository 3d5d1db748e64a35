import Customs
import Supervision
import Testing

@Suite("The seal's battery, clock and name")
struct SealHealthRuleTests {
    @Test("A battery under the limit raises once, sways without another, and ends when it is charged")
    func battery() throws {
        let levels = [0.21, 0.2, 0.18, 0.21, 0.17, 0.24, 0.16, 0.25, 0.3]
        let reports = levels.enumerated().map {
            Said(at: Double($0.offset + 1) * 60, east: 10, sequence: Int64($0.offset + 1), battery: $0.element)
        }
        #expect(Scene.of(Array(reports[..<2])).alertChanges == [])
        let scene = Scene.of(reports)
        #expect(scene.alertChanges == ["raised seal-battery-low", "cleared seal-battery-low"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(180))
        #expect(alert.clearedAt == Scene.at(480))
        #expect(alert.message.hasSuffix("18 %"))
    }

    @Test("A clock ahead or far behind raises at the time received and ends with the next right report")
    func clock() throws {
        for offset in [301.0, -604_801, -619_315_200] {
            var reports = [Said].drive(10)
            for index in 3...5 { reports[index].fixTime = reports[index].at + offset }
            let scene = Scene.of(reports)
            #expect(scene.alertChanges == ["raised seal-clock-wrong", "cleared seal-clock-wrong"], "\(offset)")
            #expect(scene.alerts.first?.startedAt == Scene.at(120))
            #expect(scene.alerts.first?.clearedAt == Scene.at(210))
            #expect(scene.alerts.first?.evidence["offsetSeconds"] == .number(offset))
        }
        var reports = [Said].drive(10)
        reports[4].fixTime = reports[4].at + 299
        #expect(Scene.of(reports).alertChanges == [])
    }

    @Test("A backlog of a clock that was wrong is no jump, and none comes after it")
    func clockBacklog() {
        var scene = Scene.of([Said].drive(10))
        for number in 11...40 {
            scene.send(
                Said(
                    at: Double(number) * 30, east: 1 + Double(number) * 0.45, sequence: Int64(number), fixTime: -900_000
                ),
                received: 1201)
        }
        for number in 41...50 {
            scene.send(Said(at: Double(number) * 30, east: 1 + Double(number) * 0.45, sequence: Int64(number)))
        }
        #expect(scene.alerts(.positionJump).isEmpty)
        #expect(scene.alerts(.sealReportReplayed).isEmpty)
        #expect(scene.alerts(.sealClockWrong).count == 1)
    }

    private func cloned(_ count: Int, boot: String, from first: Int64, every interval: Double = 30) -> [Said] {
        let clone = (0..<count).map {
            Said(
                at: 907 + Double($0) * interval, east: 60, sequence: first + Int64($0), boot: boot, north: 20,
                speed: 0, digest: 7)
        }
        return ([Said].drive(60) + clone).sorted { $0.at < $1.at }
    }

    @Test(
        "A second device under the name is one alert from its first report on, and no jump",
        arguments: [("9", 1), ("9", 5001), ("0", 5001)] as [(String, Int64)])
    func clone(boot: String, first: Int64) throws {
        let scene = Scene.of(cloned(20, boot: boot, from: first), until: 2500)
        let alert = try #require(scene.alerts(.sealCloned).first)
        #expect(scene.alerts(.sealCloned).count == 1)
        #expect(alert.startedAt == Scene.at(907))
        #expect(alert.status == .active)
        #expect(scene.alerts(.positionJump).count == (boot == "9" ? 0 : 1))
        #expect(boot == "0" || scene.alerts(.sealSequenceGap).isEmpty)
    }

    @Test("The clone is found however its reports arrive", arguments: [1, 2] as [UInt64])
    func cloneShuffled(seed: UInt64) {
        let reports = cloned(12, boot: "9", from: 1)
        let rules: [RuleCode] = [.sealCloned, .positionJump, .sealSequenceGap, .sealReportReplayed]
        #expect(
            Scene.shuffled(reports, seed: seed, until: 2500).verdict(rules)
                == Scene.of(reports, until: 2500).verdict(rules))
    }

    @Test("Starting again under a new boot is innocent, and so is the old boot's late backlog")
    func reboot() {
        var scene = Scene()
        scene.open()
        let drive = [Said].drive(60)
        for report in drive[..<20] { scene.send(report) }
        for (index, report) in drive[30...].enumerated() {
            scene.send(Said(at: report.at, east: report.east, sequence: Int64(index + 1), boot: "b"))
        }
        for report in drive[20..<30] { scene.send(report, received: 1810) }
        scene.tick(at: 1900)
        #expect(scene.alertChanges == [])
    }

    @Test("Two stray fixes in two directions are no clone")
    func stray() {
        var reports = [Said].drive(60)
        reports[20].north = 6
        reports[30].north = -6
        #expect(Scene.of(reports).alerts(.sealCloned).isEmpty)
    }
}
