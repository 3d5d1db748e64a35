import Customs
import Supervision
import Testing

@Suite("Escalation of what nobody acknowledged")
struct EscalationTests {
    private static var rules: RuleBook {
        var rules = RuleBook()
        rules.escalation[.critical] = 300
        return rules
    }

    /// A cut cable at 60 s.
    private static func tampered(rules: RuleBook = rules) -> Scene {
        var scene = Scene(rules: rules)
        scene.open()
        scene.report(at: 60, east: 2, state: .tampered)
        return scene
    }

    private static func act(_ kind: AlertAction.Kind, _ scene: inout Scene, at seconds: Double) {
        guard let alert = scene.alerts(.sealTampered).first else { return }
        scene.observe(
            .alertAction(id: alert.id, AlertAction(kind: kind, at: Scene.at(seconds), by: "officer")),
            receivedAt: seconds)
    }

    @Test("An active alert is escalated once, so long after its detection, with an update")
    func once() {
        var scene = Self.tampered()
        scene.tick(at: 359)
        #expect(scene.alerts(.sealTampered).first?.escalatedAt == nil)
        #expect(scene.supervisor.nextDeadline == Scene.at(360))
        scene.tick(at: 400)
        #expect(scene.alerts(.sealTampered).first?.escalatedAt == Scene.at(360))
        #expect(scene.alertChanges.suffix(1) == ["updated seal-tampered"])
        let count = scene.effects.count
        scene.tick(at: 800)
        let later = scene.effects[count...].compactMap {
            if case .alert(_, let alert) = $0.kind { alert.rule } else { nil }
        }
        #expect(!later.contains(.sealTampered))
    }

    @Test("To acknowledge or to clear stops it; to assign or to comment does not", arguments: AlertAction.Kind.allCases)
    func actions(kind: AlertAction.Kind) {
        var scene = Self.tampered()
        Self.act(kind, &scene, at: 100)
        scene.tick(at: 1000)
        let isStopped = kind == .acknowledge || kind == .clear
        #expect((scene.alerts(.sealTampered).first?.escalatedAt == nil) == isStopped)
    }

    @Test("Nothing is escalated unless it is configured, and only the severities that are")
    func severities() {
        var scene = Self.tampered(rules: RuleBook())
        scene.tick(at: 100_000)
        #expect(scene.alerts.allSatisfy { $0.escalatedAt == nil })
        #expect(!scene.supervisor.zones.isEmpty)
        var rules = RuleBook()
        rules.escalation[.minor] = 10
        var other = Self.tampered(rules: rules)
        other.tick(at: 900)
        #expect(other.alerts(.sealTampered).first?.escalatedAt == nil)
    }

    @Test("What ended is not escalated; what a late report raises waits from its detection")
    func endedAndLate() {
        var rules = RuleBook()
        rules.escalation[RuleCode.sealUnlocked.defaultSeverity] = 300
        var scene = Scene(rules: rules)
        scene.open()
        scene.report(at: 60, east: 2)
        scene.report(at: 120, east: 3, state: .unlocked)
        scene.report(at: 180, east: 4)
        scene.tick(at: 600)
        #expect(scene.alerts(.sealUnlocked).map(\.status) == [.cleared])
        #expect(scene.alerts(.sealUnlocked).first?.escalatedAt == nil)

        scene = Scene(rules: Self.rules)
        scene.open()
        scene.report(at: 60, east: 2, sequence: 1)
        scene.report(at: 2000, east: 9, sequence: 3)
        scene.report(at: 120, east: 3, state: .tampered, received: 2100, sequence: 2)
        scene.tick(at: 2390)
        #expect(scene.alerts(.sealTampered).first?.escalatedAt == nil)
        scene.tick(at: 2500)
        #expect(scene.alerts(.sealTampered).first?.escalatedAt == Scene.at(2400))
    }

    @Test("A port alert is escalated too, and a restart forgets none")
    func portAndRestart() throws {
        var rules = RuleBook()
        rules.escalation[RuleCode.gateOutWithoutClearance.defaultSeverity] = 600
        var scene = Scene(rules: rules)
        scene.gate("e1", "ORIG", .gateOut, at: 100)
        #expect(scene.active(.gateOutWithoutClearance).count == 1)
        scene.supervisor = try scene.supervisor.restarted(rules: rules)
        scene.tick(at: 1000)
        #expect(scene.alerts(.gateOutWithoutClearance).first?.escalatedAt == Scene.at(710))
    }
}
