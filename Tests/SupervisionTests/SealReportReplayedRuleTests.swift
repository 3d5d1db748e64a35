import Customs
import Supervision
import Testing

@Suite("Reports that are sent again")
struct SealReportReplayedRuleTests {
    /// A drive in which the reports at `old` come again after the sixtieth, under new numbers.
    private func replaying(_ old: [Int]) -> [Said] {
        var reports = [Said].drive(120)
        for (count, index) in old.enumerated() {
            let place = reports.firstIndex { $0.at == 1830 + Double(count) * 30 } ?? 60
            for later in place..<reports.count { reports[later].sequence += 1 }
            let original = reports[index]
            reports.insert(
                Said(
                    at: 1800.5 + Double(count) * 30, east: original.east, sequence: reports[place].sequence - 1,
                    speed: 15, fixTime: original.at),
                at: place)
        }
        return reports
    }

    @Test("An old report under a new number is found, and both are named")
    func newNumber() throws {
        let scene = Scene.of(replaying([20]))
        // It drives on through its destination, and no gate says so.
        #expect(
            scene.alertChangesWithoutGates == ["raised seal-report-replayed"])
        let alert = try #require(scene.alerts.first)
        #expect(alert.startedAt == Scene.at(630))
        #expect(alert.detectedAt == Scene.at(1800.5))
        #expect(alert.evidence["seq"] == .number(61))
        #expect(alert.evidence["fixTime"] == .time(Scene.at(630)))
        #expect(alert.evidence["reports"] == .number(1))
        #expect(alert.evidence["tolerance"] == .number(120))
    }

    @Test("Several in a row are one alert that counts them, in any order of arrival", arguments: [1, 2, 3] as [UInt64])
    func several(seed: UInt64) {
        let reports = replaying([20, 21, 22, 23])
        let scene = Scene.of(reports, until: 3700)
        #expect(scene.alerts(.sealReportReplayed).count == 1)
        #expect(scene.alerts(.sealReportReplayed).first?.evidence["reports"] == .number(4))
        #expect(scene.alerts(.sealSequenceGap).isEmpty)
        let rules: [RuleCode] = [.sealReportReplayed, .sealSequenceGap, .positionFrozen, .positionJump]
        #expect(Scene.shuffled(reports, seed: seed, until: 3700).verdict(rules) == scene.verdict(rules))
    }

    @Test("A report within the tolerance, and a backlog in order, are none")
    func innocents() {
        var reports = [Said].drive(40)
        reports[10].fixTime = reports[10].at - 119
        #expect(Scene.of(reports).alerts(.sealReportReplayed).isEmpty)
        var scene = Scene()
        scene.open()
        let drive = [Said].drive(200)
        for report in drive[..<40] { scene.send(report) }
        for report in drive[150...] { scene.send(report) }
        for report in drive[40..<150] { scene.send(report, received: 6010) }
        #expect(scene.alerts(.sealReportReplayed).isEmpty)
    }

    @Test("Lost reports before a stray number are no old reports")
    func lost() {
        #expect(
            Scene.of([Said].drive(100).filter { !(20...60).contains($0.sequence) }).alerts(.sealReportReplayed).isEmpty)
    }

    @Test("Another body under a used number is its own variant, once an hour, however often it is delivered")
    func reused() throws {
        var scene = Scene.of([Said].drive(60))
        for number in [50, 51, 51, 52] as [Int64] {
            scene.send(
                Said(at: Double(number) * 30, east: 3, sequence: number, digest: 9999), received: 1801)
        }
        let alerts = scene.alerts(.sealReportReplayed)
        #expect(alerts.count == 1)
        #expect(alerts.first?.startedAt == Scene.at(1500))
        #expect(alerts.first?.evidence["reports"] == .number(3))
        #expect(alerts.first?.message.contains("under a number that it had used") == true)
    }
}
