import Customs
import Supervision
import Testing

@Suite("Missing reports")
struct SealSequenceGapRuleTests {
    private func losing(_ lost: Set<Int64>, of count: Int = 60) -> [Said] {
        [Said].drive(count).filter { !lost.contains($0.sequence) }
    }

    @Test("Numbers that are missing for ten minutes are one alert, which begins with the last report before them")
    func fires() throws {
        let reports = losing([11, 12, 13])
        let early = Scene.of(reports.filter { $0.at <= 420 }, until: 1019)
        #expect(early.alerts(.sealSequenceGap).isEmpty)
        let alert = try #require(Scene.of(reports, until: 1900).alerts(.sealSequenceGap).first)
        #expect(alert.startedAt == Scene.at(300))
        #expect(alert.detectedAt == Scene.at(1020))
        #expect(alert.evidence["missing"] == .number(3))
        #expect(alert.evidence["ranges"] == .text("11-13"))
        #expect(alert.message.hasSuffix(": 3"))
        #expect(alert.status == .active)
    }

    @Test("The clock finds it too, where nothing follows")
    func clock() {
        let scene = Scene.of(losing([11]).filter { $0.at <= 360 }, until: 970)
        #expect(scene.alerts(.sealSequenceGap).map(\.startedAt) == [Scene.at(300)])
    }

    @Test("Further gaps are added to the open finding")
    func further() {
        let alerts = Scene.of(losing([11, 40, 41]), until: 1900).alerts(.sealSequenceGap)
        #expect(alerts.map { $0.evidence["missing"] } == [.number(3)])
        #expect(alerts.first?.evidence["ranges"] == .text("11, 40-41"))
    }

    @Test("A backlog in time says nothing; a late one withdraws the alert")
    func backlog() {
        let reports = [Said].drive(60)
        var scene = Scene.of(reports.filter { !(11...13).contains($0.sequence) && $0.at <= 900 })
        for report in reports[10...12] { scene.send(report, received: 905) }
        scene.tick(at: 1700)
        #expect(scene.alerts(.sealSequenceGap).isEmpty)
        var late = Scene.of(losing([11, 12, 13]), until: 1810)
        for report in reports[10...12] { late.send(report, received: 1820) }
        late.tick(at: 1840)
        #expect(late.alerts(.sealSequenceGap).map(\.status) == [.withdrawn])
    }

    @Test("Numbers whose own times are later fill it: closed with that time")
    func filled() throws {
        var reports = losing([11, 12])
        reports.append(Said(at: 1810, sequence: 11))
        #expect(Scene.of(reports).alerts(.sealSequenceGap).first?.evidence["missing"] == .number(1))
        reports.append(Said(at: 1820, sequence: 12))
        let alert = try #require(Scene.of(reports).alerts(.sealSequenceGap).first)
        #expect(alert.status == .cleared)
        #expect(alert.clearedAt == Scene.at(1820))
    }

    @Test("Nothing is missing before the first report, between boots, or of a tracker")
    func innocents() {
        var reports = [Said].drive(20).map { Said(at: $0.at, east: $0.east, sequence: $0.sequence + 500) }
        reports += (1...20).map { Said(at: 600 + Double($0) * 30, east: 10, sequence: $0 + 7, boot: "b") }
        #expect(Scene.of(reports, until: 2000).alerts(.sealSequenceGap).isEmpty)
        var scene = Scene()
        scene.open()
        for report in losing([5]) { scene.send(report, origin: .gpsd) }
        scene.tick(at: 2600)
        #expect(scene.alerts(.sealSequenceGap).isEmpty)
    }

    @Test("A report of a time before the transit makes no gap in it")
    func strayBefore() {
        var scene = Scene()
        let reports = [Said].drive(60)
        scene.open(at: 0, startsAt: 610)
        for report in reports[..<40] { scene.send(report) }
        scene.send(Said(at: 1201, east: reports[10].east, sequence: 41, fixTime: reports[10].at))
        for report in reports[40...] {
            scene.send(Said(at: report.at + 2, east: report.east, sequence: report.sequence + 1))
        }
        scene.tick(at: 2600)
        #expect(scene.alerts(.sealSequenceGap).isEmpty)
    }

    @Test("An old report that is sent again leaves no gap at its old time")
    func replayed() {
        var reports = [Said].drive(100)
        for index in 60..<100 { reports[index].sequence += 1 }
        reports.insert(Said(at: 1801, east: reports[9].east, sequence: 61, fixTime: 300), at: 60)
        #expect(Scene.of(reports, until: 3700).alerts(.sealSequenceGap).isEmpty)
    }

    @Test("A hundred gaps are one finding of bounded size")
    func many() throws {
        let alerts = Scene.of([Said].drive(200, every: 20).filter { $0.sequence % 2 == 0 }, until: 5000)
            .alerts(.sealSequenceGap)
        #expect(alerts.count == 1)
        #expect(alerts.first?.evidence["missing"] == .number(99))
        #expect(alerts.first?.evidence["ranges"] == .text("3, 5, 7, 9, 11, 13, 15, 17, …"))
    }

    @Test("Arrival in any order ends in the same", arguments: [1, 2, 3] as [UInt64])
    func shuffled(seed: UInt64) {
        let reports = losing([11, 12, 30, 31, 32])
        let ordered = Scene.of(reports, until: 2700).verdict([.sealSequenceGap])
        #expect(ordered.count == 1)
        #expect(Scene.shuffled(reports, seed: seed, until: 2700).verdict([.sealSequenceGap]) == ordered)
    }
}
