import Customs
import Supervision
import Testing

@Suite("The road leg by gate events")
struct PortTransitTests {
    private static func moments(_ scene: Scene) -> (left: Double?, came: Double?) {
        let last = scene.effects.compactMap { if case .transit(let transit) = $0.kind { transit } else { nil } }.last
        return (
            last?.departedAt?.seconds(since: Scene.start), last?.arrivedAt?.seconds(since: Scene.start)
        )
    }

    @Test("A gate-out opens the road leg and a gate-in at the destination closes it")
    func leg() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.open()
        scene.gate("out", "ORIG", .gateOut, at: 61)
        scene.gate("in", "DEST", .gateIn, at: 901)
        #expect(scene.statuses == [.open, .inTransit, .arrived])
        #expect(Self.moments(scene) == (61, 901))
        // That no seal reports is another matter.
        #expect(scene.alerts.allSatisfy { $0.rule == .sealSignalLost })
    }

    @Test("A gate-out that comes six hours after the gate-in opens the leg where it belongs")
    func lateGateOut() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.open()
        scene.gate("in", "DEST", .gateIn, at: 901)
        scene.gate("out", "ORIG", .gateOut, at: 61, received: 22_000)
        #expect(scene.statuses.last == .arrived)
        #expect(Self.moments(scene) == (61, 901))
        #expect(scene.stays == ["ORIG ?61-61", "DEST 901-"])
    }

    @Test("A transit that is posted after its gate-out knows of it, from its start on")
    func postedLater() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.gate("out", "ORIG", .gateOut, at: 61)
        scene.open(at: 300, startsAt: 30)
        #expect(scene.statuses == [.open, .inTransit])
        #expect(Self.moments(scene).left == 61)
        var later = Scene()
        later.decide(.released, at: 0)
        later.gate("out", "ORIG", .gateOut, at: 61)
        later.open(at: 300, startsAt: 120)
        #expect(later.statuses == [.open])
    }

    @Test("A corrected gate-in moves the arrival; a cancelled one takes it back")
    func corrected() {
        var scene = Scene()
        scene.open()
        scene.gate("out", "ORIG", .gateOut, at: 61)
        scene.gate("in", "DEST", .gateIn, at: 901)
        scene.gate("in2", "DEST", .gateIn, at: 1201, received: 1300) { $0.replaces = "in" }
        scene.close(at: 1400)
        #expect(Self.moments(scene) == (61, 1201))
        var cancelled = Scene()
        cancelled.open()
        cancelled.gate("out", "ORIG", .gateOut, at: 61)
        cancelled.gate("in", "DEST", .gateIn, at: 901)
        cancelled.gate("x", "DEST", .gateIn, at: 901, received: 1000) { $0.cancels = "in" }
        #expect(cancelled.statuses.last == .inTransit)
    }

    @Test("An event moved to another container leaves the transit of the first")
    func moved() {
        var scene = Scene()
        scene.open()
        scene.gate("out", "ORIG", .gateOut, at: 61)
        scene.gate("fix", "ORIG", .gateOut, at: 61, received: 100, container: "MSKU9070323") { $0.replaces = "out" }
        #expect(scene.statuses.last == .open)
        #expect(scene.stays == ["ORIG ?61-61"])
        #expect(scene.visits.map(\.container) == ["MSKU9070323"])
    }

    @Test("An event that comes already corrected does not move the transit")
    func correctedBefore() {
        var scene = Scene()
        scene.open()
        scene.gate("x", "ORIG", .gateOut, at: 61) { $0.cancels = "out" }
        scene.gate("out", "ORIG", .gateOut, at: 61, received: 90)
        #expect(scene.statuses == [.open])
    }
}
