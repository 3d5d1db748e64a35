import Customs
import Supervision
import Testing

@Suite("Gate-outs against clearances")
struct PortReleaseTests {
    @Test("A gate-out with no clearance raises an alert, and the answer names it")
    func withoutClearance() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        let ids = scene.gateAlerts("out", "ORIG", .gateOut, at: 600) { $0.declaration = "D7" }
        #expect(ids == ["gate-out-without-clearance.CSQU3054383.20260302T001000000.ORIG-gate-out"])
        let alert = scene.active(.gateOutWithoutClearance).first
        #expect(alert?.startedAt == Scene.at(600))
        #expect(alert?.detectedAt == Scene.at(610))
        #expect(alert?.facility == "ORIG")
        #expect(alert?.severity == .critical)
        #expect(alert?.evidence["eventId"] == .text("out"))
        #expect(alert?.evidence["account"] == .text("officer"))
        #expect(alert?.evidence["declaration"] == .text("D7"))
        #expect(alert?.evidence["reasons"] == .text("no-clearance"))
        #expect(alert?.message.contains("origin") == true)
        #expect(alert?.messageVi.contains("{") == false)
    }

    @Test("A released container may leave once")
    func released() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).isEmpty)
        scene.gate("in2", "ORIG", .gateIn, at: 1200)
        scene.gate("out2", "ORIG", .gateOut, at: 1801)
        #expect(scene.active(.gateOutWithoutClearance).map { $0.evidence["reasons"] } == [.text("release-used")])
    }

    @Test("A release that was made before the gate-out and came after it takes the alert back")
    func releasedEarlierThanSaid() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).count == 1)
        scene.decide(.released, at: 900, madeAt: 500)
        #expect(scene.active(.gateOutWithoutClearance).isEmpty)
        #expect(scene.alerts(.gateOutWithoutClearance).map(\.status) == [.withdrawn])
    }

    @Test("A hold that was made before the gate-out and came after it is found")
    func heldEarlierThanSaid() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).isEmpty)
        scene.decide(.held, at: 900, madeAt: 500)
        #expect(scene.active(.gateOutOnHold).map(\.startedAt) == [Scene.at(601)])
    }

    @Test("A decision holds from its receipt at the latest")
    func decidedInTheFuture() {
        var scene = Scene()
        guard case .clearance(let decision) = scene.decide(.released, at: 30, madeAt: 4000) else {
            Issue.record("the decision was not taken")
            return
        }
        #expect(decision.decidedAt == Scene.at(30))
    }

    @Test("What is decided in the second of the gate-out counts for the operator")
    func withinTheSecond() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.decide(.released, at: 601.9)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601, received: 603).isEmpty)
    }

    @Test("An event at another operator's facility takes no stay and no release away")
    func eventElsewhere() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.decide(.released, at: 100)
        scene.gate("d", "DEST", .damage, at: 200)
        #expect(scene.stays == ["ORIG 60-"])
        scene.gate("i", "DEST", .gateIn, at: 300)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).isEmpty)
    }

    @Test("A second gate-out of the same system, or on another lorry, is a departure of its own")
    func secondDeparture() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        #expect(scene.gateAlerts("a", "ORIG", .gateOut, at: 601) { $0.vehicle = .init(plate: "15C-1") }.isEmpty)
        #expect(scene.gateAlerts("b", "ORIG", .gateOut, at: 650) { $0.vehicle = .init(plate: "15c 1") }.isEmpty)
        #expect(scene.gateAlerts("c", "ORIG", .gateOut, at: 700) { $0.vehicle = .init(plate: "99X-9") }.count == 1)
        #expect(scene.gateAlerts("d", "ORIG", .gateOut, at: 5001).count == 1)
    }

    @Test("A new release lets it leave again")
    func releasedAgain() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        scene.gate("in2", "ORIG", .gateIn, at: 1200)
        scene.decide(.released, at: 1300)
        #expect(scene.gateAlerts("out2", "ORIG", .gateOut, at: 1801).isEmpty)
    }

    @Test("A hold counts under any declaration", arguments: [ClearanceStatus.held, .scan, .inspection])
    func onHold(status: ClearanceStatus) {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.decide(status, at: 40, "OTHER")
        let ids = scene.gateAlerts("out", "ORIG", .gateOut, at: 601)
        #expect(ids.map { $0.prefix(16) } == ["gate-out-on-hold"])
        #expect(scene.alerts(.gateOutWithoutClearance).isEmpty)
    }

    @Test("A revoked release is none")
    func revoked() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.decide(.revoked, at: 40)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        #expect(scene.active(.gateOutWithoutClearance).map { $0.evidence["reasons"] } == [.text("revoked")])
    }

    @Test("A decision that comes later takes nothing back, also when the container is looked at again")
    func latched() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.gate("out", "ORIG", .gateOut, at: 600, received: 605)
        scene.decide(.released, at: 620)
        scene.gate("s", "ORIG", .scan, at: 300, received: 700)
        scene.gate("there", "ELSE", .gateIn, at: 900)
        #expect(scene.active(.gateOutWithoutClearance).count == 1)
        let id = scene.active(.gateOutWithoutClearance)[0].id
        scene.observe(
            .alertAction(id: id, AlertAction(kind: .clear, at: Scene.at(950), by: "officer")), receivedAt: 950)
        scene.gate("s2", "ORIG", .scan, at: 310, received: 1000)
        #expect(scene.alerts(.gateOutWithoutClearance).map(\.status) == [.cleared])
    }

    @Test("What was decided before the gate-out, and is told of a late one, counts")
    func lateGateOut() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.decide(.held, at: 900)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601, received: 1000).isEmpty)
    }

    @Test("Where the time says no seconds, a decision within the minute counts for the operator")
    func wholeMinute() {
        var scene = Scene()
        scene.decide(.released, at: 640)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 600, received: 700).isEmpty)
        var exact = Scene()
        exact.decide(.released, at: 640)
        #expect(exact.gateAlerts("out", "ORIG", .gateOut, at: 601, received: 700).count == 1)
    }

    @Test("A declared empty needs no clearance unless the threshold says so; a hold counts")
    func empties() {
        var scene = Scene()
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601) { $0.fullEmpty = .empty }.isEmpty)
        scene.decide(.held, at: 700)
        #expect(scene.gateAlerts("out2", "ELSE", .gateOut, at: 901) { $0.fullEmpty = .empty }.count == 1)
        var rules = RuleBook()
        rules[.gateOutWithoutClearance].thresholds["empties"] = 1
        var strict = Scene(rules: rules)
        #expect(strict.gateAlerts("out", "ORIG", .gateOut, at: 601) { $0.fullEmpty = .empty }.count == 1)
    }

    @Test("An open transit is no clearance")
    func transitIsNone() {
        var scene = Scene()
        scene.open()
        scene.gate("out", "ORIG", .gateOut, at: 601)
        let alert = scene.active(.gateOutWithoutClearance).first
        #expect(alert?.transit == "T1")
        #expect(alert?.seal == "S1")
    }

    @Test("A transit's release lets it go all the way, and not out of the destination")
    func transitLeg() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.open(at: 10)
        scene.gate("in", "ORIG", .gateIn, at: 61)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).isEmpty)
        scene.gate("in2", "ELSE", .gateIn, at: 1201)
        #expect(scene.gateAlerts("out2", "ELSE", .gateOut, at: 1801).filter { $0.hasPrefix("gate-out") }.isEmpty)
        scene.gate("in3", "DEST", .gateIn, at: 2401)
        scene.gate("out3", "DEST", .gateOut, at: 3001)
        #expect(scene.active(.gateOutWithoutClearance).map(\.facility) == ["DEST"])
    }

    @Test("At the destination a release of after the arrival counts")
    func releasedAtDestination() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.open(at: 10)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        scene.gate("in", "DEST", .gateIn, at: 2401)
        scene.decide(.released, at: 2500)
        #expect(scene.gateAlerts("out3", "DEST", .gateOut, at: 3001).isEmpty)
    }

    @Test("Out of a destination whose gate-in nobody reported the transit's release does not lead")
    func destinationUnreported() {
        var scene = Scene()
        scene.open(at: 10)
        scene.decide(.released, at: 20)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        scene.gate("out3", "DEST", .gateOut, at: 3001)
        #expect(scene.active(.gateOutWithoutClearance).map(\.facility) == ["DEST"])
    }

    @Test("A late gate-in that changes what held at the gate-out withdraws its alert")
    func lateGateInExplains() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.open(at: 10)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        scene.decide(.released, at: 2500)
        scene.gate("s", "DEST", .scan, at: 2601)
        // Seen there first after the release: whether it was released before or after it came in is not known.
        scene.gate("out3", "DEST", .gateOut, at: 3001)
        let known = scene.alerts(.gateOutWithoutClearance).map(\.status)
        scene.gate("in", "DEST", .gateIn, at: 2401, received: 3100)
        #expect(scene.active(.gateOutWithoutClearance).isEmpty)
        #expect(known.allSatisfy { $0 == .active })
    }

    @Test("A transit that was let go still explains what left under it")
    func pastTransits() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.open(at: 10)
        scene.gate("in", "ORIG", .gateIn, at: 61)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        scene.gate("in2", "ELSE", .gateIn, at: 1201)
        scene.gate("out2", "ELSE", .gateOut, at: 1801)
        scene.close(at: 4000)
        let week = 8 * 86_400.0
        scene.open("T2", seal: "S2", container: "MSKU9070323", at: week, deadline: week * 2)
        scene.close("T2", at: week + 100)
        scene.gate("s", "ELSE", .scan, at: 1301, received: week + 200)
        #expect(scene.active(.gateOutWithoutClearance).isEmpty)
    }

    @Test("A rule that is switched off raises nothing")
    func disabled() {
        var rules = RuleBook()
        rules[.gateOutWithoutClearance].enabled = false
        var scene = Scene(rules: rules)
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).isEmpty)
        scene.decide(.held, at: 700)
        #expect(scene.gateAlerts("out2", "ELSE", .gateOut, at: 901).count == 1)
    }

    @Test("A decision for all of a declaration is for those that it named")
    func wholeDeclaration() {
        var scene = Scene()
        scene.decide(.released, at: 10, containers: ["MSKU9070323", Scene.box, Scene.box])
        guard case .clearance(let decision) = scene.decide(.held, at: 20, containers: nil) else {
            Issue.record("refused")
            return
        }
        #expect(decision.containers == [Scene.box, "MSKU9070323"])
        #expect(decision.decidedAt == Scene.at(20))
        #expect(Scene.reason(scene.decide(.held, at: 30, "NONE", containers: nil)) == .notFound)
        #expect(Scene.reason(scene.decide(.held, at: 30, containers: [])) == .outOfRange)
        #expect(Scene.reason(scene.decide(.held, at: 30, by: Scene.harbour)) == .forbidden)
        let kept = scene.effects.compactMap { effect -> Int64? in
            if case .clearance(let decision) = effect.kind, decision.sequence == effect.sequence {
                decision.sequence
            } else {
                nil
            }
        }
        #expect(kept.count == 2)
    }

    @Test("Of more decisions than are kept, the newest of each declaration stays")
    func manyDecisions() {
        var scene = Scene()
        scene.decide(.held, at: 1, "FIRST")
        for number in 0..<400 { scene.decide(.released, at: 10 + Double(number), "D\(number % 3)") }
        #expect(scene.gateAlerts("out", "ORIG", .gateOut, at: 601).map { $0.prefix(16) } == ["gate-out-on-hold"])
    }
}
