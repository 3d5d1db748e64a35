import Customs
import Geofencing
import Supervision
import Testing

@Suite("Meetings of two transits")
struct MeetingSuspectedRuleTests {
    /// T10 stands by the road from 300 s on, T11 comes beside it and both leave, T11 first.
    static func meeting(apart: Double = 0.02, from: Double = 600, to: Double = 1200) -> Convoy {
        var convoy = Convoy()
        convoy.drive(10, from: 2, to: 4.7, 0, 270)
        convoy.stand(10, at: 5, 300, 1500)
        convoy.drive(10, from: 5.5, to: 8, 1530, 1800)
        convoy.drive(11, from: 2, to: 4.7, from - 300, from - 30)
        convoy.stand(11, at: 5 + apart, from, to)
        convoy.drive(11, from: 5.6, to: 9, to + 30, to + 300)
        return convoy
    }

    @Test("Two lorries that stand together by the road raise one alert, on the transit whose id sorts first")
    func pair() throws {
        let scene = Scene.told(Self.meeting())
        let alerts = scene.alerts(.meetingSuspected)
        #expect(alerts.count == 1)
        let alert = try #require(alerts.first)
        #expect(alert.id == "meeting-suspected.T10.\(Scene.at(600).compact).T11")
        #expect(alert.transit == "T10")
        #expect(alert.startedAt == Scene.at(600))
        #expect(alert.status == .cleared)
        #expect(alert.clearedAt == Scene.at(1200))
        #expect(alert.evidence["other"] == .text("T11"))
        #expect(alert.evidence["otherContainer"] == .text(Scene.container(11)))
        #expect(alert.evidence["otherSeal"] == .text("S11"))
        #expect(alert.evidence["togetherSeconds"] == .number(600))
        #expect(alert.evidence["distance"] == .number(50))
        #expect(alert.evidence["after"] == .number(300))
        #expect(alert.message == "\(Scene.container(10)) stands beside \(Scene.container(11)) where neither may stand")
    }

    @Test("It is raised as soon as both have stood there for the limit, and not told anew with every report")
    func firesAtTheLimit() {
        let convoy = Self.meeting()
        var scene = Scene(convoy)
        var raisedAt: Double?
        for telling in convoy.ordered {
            scene.tell(telling)
            if raisedAt == nil, !scene.alerts(.meetingSuspected).isEmpty { raisedAt = telling.seconds }
        }
        #expect(raisedAt == 900)
        let changes = scene.alertChanges.filter { $0.hasSuffix("meeting-suspected") }
        #expect(changes.first == "raised meeting-suspected")
        #expect(changes.contains("cleared meeting-suspected"))
        #expect(changes.count <= 8)
    }

    @Test(
        "Less time together, more distance, or one of them passing is no meeting",
        arguments: [(0.02, 600.0, 870.0), (0.06, 600, 1200), (0.2, 600, 1200), (0.02, 600, 600)])
    func innocent(apart: Double, from: Double, to: Double) {
        let scene = Scene.told(Self.meeting(apart: apart, from: from, to: to))
        #expect(scene.alerts(.meetingSuspected).isEmpty)
    }

    @Test("Standing together in a rest area is right")
    func restArea() {
        var convoy = Convoy()
        convoy.stand(10, at: 10, 0, 3600)
        convoy.stand(11, at: 10.01, 0, 3600)
        #expect(Scene.told(convoy).alerts(.meetingSuspected).isEmpty)
    }

    @Test("Three lorries that stand together are three pairs")
    func three() {
        var convoy = Self.meeting()
        convoy.stand(12, at: 4.99, 700, 1400)
        convoy.drive(12, from: 6, to: 7, 1430, 1520)
        let alerts = Scene.told(convoy).alerts(.meetingSuspected)
        #expect(
            Set(alerts.map { "\($0.transit ?? "") \($0.evidence["other"] ?? .text(""))" })
                == [
                    "T10 \(EvidenceValue.text("T11"))", "T10 \(EvidenceValue.text("T12"))",
                    "T11 \(EvidenceValue.text("T12"))",
                ])
        #expect(alerts.allSatisfy { $0.status == .cleared })
    }

    @Test("The second of two to be heard of raises, whichever it is", arguments: [[10, 11], [11, 10]])
    func eitherOrder(lorries: [Int]) {
        let convoy = Self.meeting()
        var scene = Scene(convoy)
        for telling in convoy.ordered where telling.lorry == lorries[0] { scene.tell(telling) }
        #expect(scene.alerts(.meetingSuspected).isEmpty)
        for telling in convoy.ordered where telling.lorry == lorries[1] { scene.tell(telling, received: 4000) }
        #expect(scene.lastWord(.meetingSuspected) == Scene.told(convoy).lastWord(.meetingSuspected))
        #expect(scene.alerts(.meetingSuspected).count == 1)
    }

    @Test("A backlog that shows that one was elsewhere meanwhile withdraws the alert")
    func withdrawn() {
        var known = Self.meeting(from: 600, to: 780)
        known.stand(11, at: 5.02, 1110, 1290)
        let whole = known.ordered
        var scene = Scene(known)
        // What lies between two stands is kept back, and with it that it was away.
        let isKeptBack: (Telling) -> Bool = { $0.lorry == 11 && (800...1100).contains($0.seconds) }
        for telling in whole where !isKeptBack(telling) { scene.tell(telling) }
        #expect(scene.alerts(.meetingSuspected).map(\.status) == [.cleared])
        for telling in whole where isKeptBack(telling) { scene.tell(telling, received: 5000) }
        #expect(scene.alerts(.meetingSuspected).map(\.status) == [.withdrawn])
    }

    @Test("Any order of arrival ends in the same alerts", arguments: 1...12)
    func shuffled(seed: UInt64) {
        var convoy = Self.meeting()
        convoy.stand(12, at: 4.99, 700, 1400)
        convoy.drive(12, from: 6, to: 7, 1430, 1520)
        convoy.stand(13, at: 5.01, 900, 2400)
        let ordered = Scene.told(convoy)
        #expect(ordered.lastWord(.meetingSuspected).count == 6)
        let shuffled = Scene.shuffled(convoy, at: 5000, seed: seed)
        #expect(shuffled.lastWord(.meetingSuspected) == ordered.lastWord(.meetingSuspected), "seed \(seed)")
    }

    @Test("A meeting of two that still stand is active, and ends with the transit of either")
    func ends() {
        var convoy = Convoy()
        convoy.stand(10, at: 5, 0, 900)
        convoy.stand(11, at: 5.02, 0, 900)
        var scene = Scene.told(convoy)
        #expect(scene.alerts(.meetingSuspected).map(\.status) == [.active])
        scene.close("T11", at: 930)
        #expect(scene.alerts(.meetingSuspected).map(\.status) == [.cleared])
        #expect(scene.alerts(.meetingSuspected).first?.clearedAt == Scene.at(900))
    }

    @Test("Alerts of an ended transit stand after it is held against others no more")
    func retention() {
        var convoy = Self.meeting()
        convoy.stand(12, at: 5.01, 900, 1500)
        var scene = Scene.told(convoy)
        scene.close("T11", at: 2000)
        scene.close("T10", at: 2000)
        let before = scene.alerts(.meetingSuspected)
        #expect(before.count == 3)
        convoy.stand(12, at: 15, 100_000, 100_600)
        for telling in convoy.ordered where telling.seconds >= 100_000 { scene.tell(telling) }
        #expect(scene.alerts(.meetingSuspected).filter { $0.status != .withdrawn }.count == 3)
    }

    @Test("Of a crowd a transit is told to have met sixteen, the same ones in any order")
    func crowd() {
        var convoy = Convoy()
        for lorry in 10...30 { convoy.stand(lorry, at: 5 + Double(lorry % 5) / 1000, Double(lorry) * 10, 1200) }
        let ordered = Scene.told(convoy).alerts(.meetingSuspected).filter { $0.status != .withdrawn }
        #expect(ordered.count { $0.transit == "T10" } == 16)
        let shuffled = Scene.shuffled(convoy, at: 2000, seed: 5).alerts(.meetingSuspected)
        #expect(Set(shuffled.filter { $0.status != .withdrawn }.map(\.id)) == Set(ordered.map(\.id)))
    }

    @Test("A snapshot between two reports changes nothing that follows")
    func snapshot() throws {
        let convoy = Self.meeting()
        var scene = Scene(convoy)
        let (first, rest) = (convoy.ordered.filter { $0.seconds < 800 }, convoy.ordered.filter { $0.seconds >= 800 })
        for telling in first { scene.tell(telling) }
        let bytes = try scene.supervisor.encoded()
        var restored = scene
        restored.supervisor = try Supervisor(zones: ZoneIndex(zones: Scene.zones), rules: RuleBook(), encoded: bytes)
        #expect(try restored.supervisor.encoded() == bytes)
        for telling in rest {
            scene.tell(telling)
            restored.tell(telling)
        }
        #expect(scene.effects == restored.effects)
        #expect(scene.alerts(.meetingSuspected).count == 1)
    }

    @Test("A rule that is turned off finds no meeting")
    func disabled() {
        var rules = RuleBook()
        rules[.meetingSuspected].enabled = false
        #expect(Scene.told(Self.meeting(), rules: rules).alerts(.meetingSuspected).isEmpty)
    }
}
