import Customs
import Geofencing
import Supervision
import Testing

@Suite("What earlier transits taught")
struct ExperienceTests {
    private static let day = 86_400.0

    /// Transits on a day that fall silent for 20 minutes behind kilometre 21; they arrive at about 05:00.
    private func silentDay(_ count: Int, of all: Int = 0, start: Double = 4 * 3600, in road: inout RoadScene) {
        for index in 0..<count {
            road.add(.init(start: start + Double(index) * 97, silent: 21.5...39.5))
        }
        for index in 0..<max(0, all - count) { road.add(.init(start: start + Double(index) * 101)) }
    }

    @Test("Where earlier transits fell silent, the limit of silence is higher, and the alert says why")
    func hole() throws {
        var road = RoadScene()
        silentDay(4, in: &road)
        let usual = road.add(.init(start: Self.day, silent: 21.5...39.5))
        let lost = road.add(.init(start: Self.day + 60, lastKilometre: 22))
        let elsewhere = road.add(.init(start: Self.day + 120, lastKilometre: 50))
        let scene = road.run(until: Self.day + 20_000)

        // The first day's transits were silent for 20 minutes and more: nobody knew.
        #expect(scene.alerts(.sealSignalLost).count { $0.startedAt < Scene.at(Self.day) } == 4)
        #expect(scene.alert(.sealSignalLost, usual) == nil)
        let alert = try #require(scene.alert(.sealSignalLost, lost))
        #expect(alert.evidence["limitSeconds"] == .number(1890))
        #expect(alert.evidence["earlierTransits"] == .number(4))
        #expect(alert.evidence["earlierSilences"] == .number(4))
        #expect(alert.evidence["earlierUsualSeconds"] == .number(1260))
        #expect(scene.alert(.sealSignalLost, elsewhere)?.evidence["limitSeconds"] == .number(900))
    }

    @Test("Two silences, or a few of many transits, teach nothing of the coverage")
    func chance() {
        for (count, all) in [(2, 2), (3, 12)] {
            var road = RoadScene()
            silentDay(count, of: all, in: &road)
            let next = road.add(.init(start: Self.day, silent: 21.5...39.5))
            let scene = road.run(until: Self.day + 20_000)
            #expect(scene.alert(.sealSignalLost, next)?.evidence["limitSeconds"] == .number(900), "\(count) of \(all)")
        }
    }

    @Test("One long silence does not teach that long silences are usual")
    func outlier() {
        var road = RoadScene()
        for index in 0..<3 { road.add(.init(start: 4 * 3600 + Double(index) * 97, silent: 21.5...27)) }
        road.add(.init(start: 4 * 3600, metersPerSecond: 10, silent: 21.5...57))
        let next = road.add(.init(start: Self.day, lastKilometre: 22))
        let scene = road.run(until: Self.day + 20_000)
        #expect(scene.alert(.sealSignalLost, next)?.evidence["limitSeconds"] == .number(900))
    }

    @Test("The other direction of a road is learned by itself")
    func direction() {
        var road = RoadScene()
        silentDay(4, in: &road)
        let back = road.add(.init(start: Self.day, silent: 21.5...39.5, isBackwards: true))
        let scene = road.run(until: Self.day + 20_000)
        #expect(scene.alert(.sealSignalLost, back)?.evidence["limitSeconds"] == .number(900))
    }

    @Test("What arrives after 14:00 UTC is learned a day later")
    func lateness() {
        func limit(arriving hour: Double) -> EvidenceValue? {
            var road = RoadScene()
            silentDay(4, start: hour * 3600 - 4500, in: &road)
            let next = road.add(.init(start: Self.day, lastKilometre: 22))
            return road.run(until: Self.day + 9000).alert(.sealSignalLost, next)?.evidence["limitSeconds"]
        }
        #expect(limit(arriving: 13.5) == .number(1890))
        #expect(limit(arriving: 14.5) == .number(900))
    }

    @Test("Transits whose evidence was let go before the night are learned from too")
    func letGo() {
        var road = RoadScene()
        silentDay(4, in: &road)
        var scene = road.run(until: 20_000 + 3700)
        // More than is kept of one seal.
        for seal in 1...4 {
            for index in 0..<9000 {
                scene.report(
                    at: 24_000 + Double(index) * 5, east: 60, north: 0.0001 * Double(index % 7), seal: "S\(seal)",
                    sequence: Int64(1000 + index))
            }
        }
        scene.tick(at: Self.day)
        scene.open("next", seal: "X", container: "X", at: Self.day, deadline: 3 * Self.day, route: "long")
        for minute in 0...24 { scene.report(at: Self.day + Double(minute) * 60, east: Double(minute) * 0.9, seal: "X") }
        scene.tick(at: Self.day + 20_000)
        #expect(scene.alert(.sealSignalLost, "next")?.evidence["limitSeconds"] == .number(1890))
    }

    /// Several days with silences, slow transits, deviations and late ones.
    private static func days() -> RoadScene {
        var road = RoadScene()
        for number in 0..<4 {
            let start = Double(number) * day
            for index in 0..<5 {
                let begin = start + Double(index) * 6000 + 3000
                let late = number > 1 && index == 3
                road.add(
                    .init(
                        start: begin, metersPerSecond: 11 + Double(index), deadline: late ? begin + 3000 : nil,
                        silent: index % 2 == 0 ? 21.5...36 : nil, aside: index == 1 ? (42...46, 1.2) : nil))
            }
            road.add(.init(start: start + 9000, lastKilometre: 22))
        }
        return road
    }

    @Test("Days of evidence, each report twice and up to six hours late, end in the same alerts", arguments: 1...3)
    func order(seed: UInt64) {
        let road = Self.days()
        let ordered = road.run(until: 5 * Self.day).verdicts
        #expect(ordered.count { $0.contains("earlierSilences") } > 0)
        #expect(ordered.count { $0.contains("learned from") } > 0)
        #expect(ordered.count { $0.contains("route-deviation") } == 4)
        let shuffled = road.run(until: 5 * Self.day, seed: seed).verdicts
        #expect(shuffled == ordered)
    }

    @Test("A snapshot keeps what was learned")
    func snapshot() throws {
        var parts = RoadScene()
        silentDay(4, in: &parts)
        var scene = parts.run(until: Self.day)
        let bytes = try scene.supervisor.encoded()
        scene.supervisor = try Supervisor(
            zones: ZoneIndex(zones: RoadScene.zones), rules: RuleBook(), encoded: bytes)
        #expect(try scene.supervisor.encoded() == bytes)
        scene.open("next", seal: "X", container: "X", at: Self.day, deadline: 3 * Self.day, route: "long")
        for minute in 0...24 { scene.report(at: Self.day + Double(minute) * 60, east: Double(minute) * 0.9, seal: "X") }
        scene.tick(at: Self.day + 20_000)
        #expect(scene.alert(.sealSignalLost, "next")?.evidence["limitSeconds"] == .number(1890))
    }

    @Test("The clock may jump over months")
    func jump() {
        var road = RoadScene()
        silentDay(4, in: &road)
        var scene = road.run(until: 400 * Self.day)
        let start = 400 * Self.day
        scene.open("next", seal: "X", container: "X", at: start, deadline: start + 2 * Self.day, route: "long")
        for minute in 0...24 { scene.report(at: start + Double(minute) * 60, east: Double(minute) * 0.9, seal: "X") }
        scene.tick(at: start + 20_000)
        // What nothing confirmed for a year is forgotten.
        #expect(scene.alert(.sealSignalLost, "next")?.evidence["limitSeconds"] == .number(900))
    }

    @Test("A low battery decides nothing, and its last word is in the evidence")
    func battery() {
        var road = RoadScene()
        let lost = road.add(.init(start: 0, lastKilometre: 22, battery: 0.03))
        let scene = road.run(until: 20_000)
        #expect(scene.alert(.sealSignalLost, lost)?.evidence["lastBattery"] == .number(0.03))
        #expect(scene.alert(.sealSignalLost, lost)?.evidence["limitSeconds"] == .number(900))
    }
}
