import Customs
import Geofencing
import Supervision
import Testing

@Suite("Jamming that several seals show together")
struct JammedAreaTests {
    /// A lorry drives at 10 m/s, is silent for ten minutes and drives on.
    static func silence(_ lorry: Int, in convoy: inout Convoy, at east: Double, from: Double, north: Double = 0) {
        convoy.drive(lorry, from: east - 1.8, to: east, from - 180, from, north: north)
        convoy.drive(lorry, from: east + 3, to: east + 5, from + 600, from + 780, north: north)
    }

    static func area() -> Convoy {
        var convoy = Convoy()
        silence(10, in: &convoy, at: 3.2, from: 600)
        silence(11, in: &convoy, at: 4.6, from: 630)
        silence(12, in: &convoy, at: 6, from: 660)
        return convoy
    }

    static func areaAlerts(_ scene: Scene) -> [Alert] {
        scene.alerts(.gnssJamming).filter { $0.id.hasSuffix(".area") && $0.status != .withdrawn }
    }

    @Test("Three seals that fall silent at one time and at three places are told of, each in its own transit")
    func three() throws {
        let scene = Scene.told(Self.area())
        let alerts = Self.areaAlerts(scene)
        #expect(Set(alerts.compactMap(\.transit)) == ["T10", "T11", "T12"])
        let alert = try #require(alerts.first { $0.transit == "T11" })
        #expect(alert.id == "gnss-jamming.T11.\(Scene.at(630).compact).area")
        #expect(alert.startedAt == Scene.at(630))
        #expect(alert.clearedAt == Scene.at(1230))
        #expect(alert.evidence["count"] == .number(3))
        #expect(alert.evidence["places"] == .number(3))
        #expect(alert.evidence["onsetSpreadSeconds"] == .number(60))
        #expect(alert.evidence["seals"] == .text("S10, S11, S12"))
        #expect(alert.evidence["sign"] == .text("silence"))
        #expect(alert.message.hasPrefix("3 seals in one area"))
    }

    @Test("Two seals are none")
    func two() {
        var convoy = Convoy()
        Self.silence(10, in: &convoy, at: 3.2, from: 600)
        Self.silence(11, in: &convoy, at: 4.6, from: 630)
        #expect(Self.areaAlerts(Scene.told(convoy)).isEmpty)
    }

    @Test("A convoy that drives into a tunnel is none, and neither is one from each end of it")
    func tunnel() {
        var convoy = Convoy()
        for lorry in 10...13 { Self.silence(lorry, in: &convoy, at: 4 + Double(lorry - 10) * 0.05, from: 600) }
        Self.silence(14, in: &convoy, at: 6, from: 630)
        #expect(Self.areaAlerts(Scene.told(convoy)).isEmpty)
    }

    @Test("Seals that fall silent where others did hours before are in a hole of the network")
    func coverageHole() {
        var convoy = Self.area()
        for (index, east) in [3.2, 4.6, 6].enumerated() {
            Self.silence(20 + 2 * index, in: &convoy, at: east + 0.1, from: 7200)
            Self.silence(21 + 2 * index, in: &convoy, at: east - 0.1, from: 9000 + 1000 * Double(index))
            Self.silence(30 + index, in: &convoy, at: east, from: 20_010)
        }
        let alerts = Self.areaAlerts(Scene.told(convoy))
        #expect(!alerts.isEmpty)
        #expect(alerts.allSatisfy { $0.startedAt < Scene.at(19_000) })
    }

    @Test("Silence all over the country is a network that is down")
    func everywhere() {
        var convoy = Self.area()
        for lorry in 20...27 {
            Self.silence(lorry, in: &convoy, at: Double(lorry - 19) * 60, from: 600, north: 30)
        }
        let ordered = Scene.told(convoy)
        #expect(Self.areaAlerts(ordered).isEmpty)
        #expect(Self.areaAlerts(Scene.shuffled(convoy, at: 3000, seed: 3)).isEmpty)
    }

    @Test("A loss that the transit's own alert tells of is not told twice")
    func toldAlone() {
        var convoy = Convoy()
        for (lorry, east) in [(10, 3.2), (11, 4.6), (12, 6.0)] {
            convoy.drive(lorry, from: east - 1.8, to: east, 420, 600)
            convoy.loseFix(lorry, 630, 1170)
            convoy.drive(lorry, from: east + 3, to: east + 5, 1200, 1380)
        }
        let alerts = Scene.told(convoy).alerts(.gnssJamming)
        #expect(Set(alerts.compactMap(\.transit)) == ["T10", "T11", "T12"])
        #expect(alerts.count == 3)
        #expect(alerts.allSatisfy { !$0.id.hasSuffix(".area") })
    }

    @Test("Silence in a place where it may stand is none, and neither is that of seals that stood")
    func standing() {
        var convoy = Convoy()
        for (lorry, east) in [(10, 9.6), (11, 10.0), (12, 10.4), (13, 3.0), (14, 4.5), (15, 6.0)] {
            convoy.stand(lorry, at: east, 300, 600)
            convoy.stand(lorry, at: east, 1200, 1500)
        }
        #expect(Self.areaAlerts(Scene.told(convoy)).isEmpty)
    }

    @Test("A backlog that fills the silences withdraws the alerts")
    func backlog() {
        var convoy = Self.area()
        let known = Set(convoy.tellings)
        for (lorry, east, from) in [(10, 3.2, 600.0), (11, 4.6, 630), (12, 6, 660)] {
            convoy.drive(lorry, from: east + 0.1, to: east + 2.9, from + 30, from + 570)
        }
        func isKnown(_ telling: Telling) -> Bool {
            var bare = telling
            bare.number = 0
            return known.contains(bare)
        }
        var scene = Scene(convoy)
        for telling in convoy.ordered where isKnown(telling) { scene.tell(telling) }
        #expect(Self.areaAlerts(scene).count == 3)
        for telling in convoy.ordered where !isKnown(telling) { scene.tell(telling, received: 3000) }
        #expect(Self.areaAlerts(scene).isEmpty)
    }

    @Test("Any order of arrival ends in the same alerts", arguments: 1...8)
    func shuffled(seed: UInt64) {
        var convoy = Self.area()
        Self.silence(13, in: &convoy, at: 4.7, from: 690)
        Self.silence(14, in: &convoy, at: 4.4, from: 4000)
        let ordered = Scene.told(convoy).lastWord(.gnssJamming)
        #expect(ordered.count == 4)
        #expect(Scene.shuffled(convoy, at: 6000, seed: seed).lastWord(.gnssJamming) == ordered, "seed \(seed)")
    }

    @Test("A snapshot between two reports changes nothing that follows")
    func snapshot() throws {
        let convoy = Self.area()
        var scene = Scene(convoy)
        for telling in convoy.ordered where telling.seconds < 1240 { scene.tell(telling) }
        let bytes = try scene.supervisor.encoded()
        var restored = scene
        restored.supervisor = try Supervisor(zones: ZoneIndex(zones: Scene.zones), rules: RuleBook(), encoded: bytes)
        #expect(try restored.supervisor.encoded() == bytes)
        for telling in convoy.ordered where telling.seconds >= 1240 {
            scene.tell(telling)
            restored.tell(telling)
        }
        #expect(scene.effects == restored.effects)
        #expect(Self.areaAlerts(restored).count == 3)
    }
}
