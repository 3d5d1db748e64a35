import Customs
import Supervision
import Testing

@Suite("Another lorry than the transit's")
struct GateCrossCheckTruckTests {
    private func scene(plate: String?, _ gates: [(GateEvent.Kind, String, Double, String?)]) -> Scene {
        var scene = Scene()
        scene.open(plate: plate)
        for (type, facility, at, plate) in gates { scene.gate(type, facility, at: at, plate: plate) }
        return scene
    }

    @Test("A gate that sees another plate than the order's is told, with both")
    func differs() throws {
        let scene = scene(plate: "51C-123.45", [(.gateOut, "ORIG", 60, "29H-678.90")])
        let alert = try #require(scene.alerts(.truckChanged).first)
        #expect(alert.startedAt == Scene.at(60))
        #expect(alert.severity == .minor)
        #expect(alert.facility == "ORIG")
        #expect(
            alert.evidence == [
                "plate": .text("29H-678.90"), "expected": .text("51C-123.45"), "facility": .text("ORIG"),
                "event": .text("gate-out"), "eventId": .text("gate-out-ORIG-60.0"),
            ])
        #expect(
            alert.message == "CSQU3054383 passed the gate of origin on truck 29H-678.90, and not on 51C-123.45")
        #expect(alert.messageVi.contains("không phải xe 51C-123.45"))
    }

    @Test("A plate is its letters and digits, however it is written")
    func normalised() {
        for plate in ["51C12345", "51c-123.45", " 51C 123 45 "] {
            #expect(scene(plate: "51C-123.45", [(.gateOut, "ORIG", 60, plate)]).alerts(.truckChanged).isEmpty)
        }
    }

    @Test("Where the order names none, the first gate that saw one counts, and gates that saw none say nothing")
    func firstGate() {
        let scene = scene(
            plate: nil,
            [(.gateOut, "ORIG", 60, nil), (.gateIn, "ELSE", 600, "51C1"), (.gateOut, "ELSE", 900, "51C2")])
        #expect(scene.alerts(.truckChanged).map(\.startedAt) == [Scene.at(900)])
        #expect(scene.alerts(.truckChanged).first?.evidence["expected"] == .text("51C1"))
        let blank = self.scene(plate: " - ", [(.gateOut, "ORIG", 60, "51C1"), (.gateIn, "ELSE", 600, "")])
        #expect(blank.alerts(.truckChanged).isEmpty)
    }

    @Test("One plate is told once, and stands until an officer clears it")
    func once() throws {
        var scene = scene(
            plate: "A1", [(.gateOut, "ORIG", 60, "B2"), (.gateIn, "ELSE", 600, "b-2"), (.gateOut, "ELSE", 900, "C3")])
        #expect(scene.alerts(.truckChanged).map { $0.evidence["plate"] } == [.text("B2"), .text("C3")])
        scene.close(at: 1000)
        #expect(scene.alerts(.truckChanged).map(\.status) == [.active, .active])
        let id = try #require(scene.alerts(.truckChanged).first?.id)
        scene.observe(
            .alertAction(id: id, AlertAction(kind: .clear, at: Scene.at(1100), by: "officer")), receivedAt: 1100)
        #expect(scene.alerts(.truckChanged).map(\.status) == [.cleared, .active])
    }

    @Test("The correction of a mistyped plate takes it back")
    func corrected() {
        var scene = scene(plate: "51C12345", [])
        scene.gate(.gateOut, "ORIG", at: 60, id: "wrong", plate: "51C12354")
        #expect(scene.alerts(.truckChanged).map(\.status) == [.active])
        scene.gate(.gateOut, "ORIG", at: 60, received: 100, id: "right", plate: "51C12345", replaces: "wrong")
        #expect(scene.alerts(.truckChanged).map(\.status) == [.withdrawn])
    }

    @Test("The first gate is the first in time, also where it is told last")
    func anyOrder() throws {
        var scene = scene(plate: nil, [])
        scene.gate(.gateIn, "ELSE", at: 900, plate: "51C2")
        scene.gate(.gateOut, "ORIG", at: 60, received: 2000, plate: "51C1")
        scene.tick(at: 2100)
        let alert = try #require(scene.alerts(.truckChanged).first { $0.status != .withdrawn })
        #expect(alert.startedAt == Scene.at(900))
        #expect(alert.evidence["expected"] == .text("51C1"))
    }

    @Test("It can be turned off, and be made graver")
    func settings() {
        func run(_ change: (inout RuleSettings) -> Void) -> [Severity] {
            var rules = RuleBook()
            change(&rules[.truckChanged])
            var scene = Scene(rules: rules)
            scene.open(plate: "A1")
            scene.gate(.gateOut, "ORIG", at: 60, plate: "B2")
            return scene.alerts(.truckChanged).map(\.severity)
        }
        #expect(run { $0.enabled = false } == [])
        #expect(run { $0.severity = .major } == [.major])
    }

    @Test("The explanation shows the first plate")
    func explained() {
        var scene = Scene.explaining()
        scene.open(plate: nil)
        scene.gate(.gateOut, "ORIG", at: 60, plate: "51C1")
        #expect(scene.steps(.truckChanged).last?.after?["firstPlate"] == .text("51C1"))
    }
}
