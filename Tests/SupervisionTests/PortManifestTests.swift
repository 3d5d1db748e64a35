import Customs
import Supervision
import Testing

@Suite("Manifests against what was discharged")
struct PortManifestTests {
    private static let day = 86_400.0
    private static let boxes = ["CSQU3054383", "MSKU9070323", "TGHU1643396"]

    @discardableResult
    private static func put(
        _ containers: [String], at seconds: Double, expectedAt: Double? = nil, facility: String = "ORIG",
        call: String = "V1", in scene: inout Scene
    ) -> Outcome {
        scene.observe(
            .manifest(
                Manifest(
                    call: call, facility: facility, vessel: "Ever", expectedAt: expectedAt.map(Scene.at),
                    containers: containers.map { .init(number: $0) }), by: Scene.customsSystem),
            receivedAt: seconds)
    }

    private static func discharge(
        _ container: String, at seconds: Double, received: Double? = nil, facility: String = "ORIG",
        call: String? = "V1", in scene: inout Scene
    ) {
        scene.gate("d-\(container)", facility, .discharge, at: seconds, received: received, container: container) {
            $0.call = call
        }
    }

    @Test("Versions of a manifest are counted; those that cannot be are refused")
    func versions() {
        var scene = Scene()
        guard case .manifest(let first) = Self.put(Self.boxes, at: 10, in: &scene),
            case .manifest(let second) = Self.put([], at: 20, in: &scene)
        else {
            Issue.record("refused")
            return
        }
        #expect(first.version == 1)
        #expect(second.version == 2)
        #expect(second.by == "vnaccs")
        #expect(Scene.reason(Self.put([], at: 30, facility: "NONE", in: &scene)) == .unknownFacility)
        let operators = scene.observe(
            .manifest(Manifest(call: "V1", facility: "ORIG", containers: []), by: Scene.harbour), receivedAt: 40)
        #expect(Scene.reason(operators) == .forbidden)
    }

    @Test("What is missing or unexpected a day after the first discharge is told with the numbers")
    func discrepancy() {
        var scene = Scene()
        Self.put(Self.boxes, at: 10, expectedAt: 1000, in: &scene)
        Self.discharge(Self.boxes[0], at: 5000, in: &scene)
        Self.discharge("APZU4812090", at: 6000, in: &scene)
        Self.discharge(Self.boxes[1], at: 6000, facility: "ELSE", in: &scene)
        Self.discharge(Self.boxes[2], at: 6000, call: "V2", in: &scene)
        scene.tick(at: Self.day + 4999)
        #expect(scene.alerts(.manifestDiscrepancy).isEmpty)
        scene.tick(at: Self.day + 5001)
        let alert = scene.active(.manifestDiscrepancy).first
        #expect(alert?.id == "manifest-discrepancy.V1.20260303T012320000")
        #expect(alert?.startedAt == Scene.at(Self.day + 5000))
        #expect(alert?.evidence["missing"] == .number(2))
        #expect(alert?.evidence["missingContainers"] == .text("MSKU9070323, TGHU1643396"))
        #expect(alert?.evidence["unexpectedContainers"] == .text("APZU4812090"))
        #expect(alert?.evidence["discharged"] == .number(1))
        #expect(alert?.message == "Call V1 at origin: 2 containers of the manifest missing, 1 not on it")
    }

    @Test("It follows what is discharged and corrected, and ends when the two agree")
    func reconciled() {
        var scene = Scene()
        Self.put(Array(Self.boxes.prefix(2)), at: 10, in: &scene)
        Self.discharge(Self.boxes[0], at: 100, in: &scene)
        Self.discharge("APZU4812090", at: 200, in: &scene)
        scene.tick(at: Self.day + 200)
        #expect(scene.active(.manifestDiscrepancy).count == 1)
        Self.discharge(Self.boxes[1], at: 300, received: Self.day + 300, in: &scene)
        #expect(scene.active(.manifestDiscrepancy).first?.evidence["missing"] == .number(0))
        scene.gate("x", "ORIG", .discharge, at: 200, received: Self.day + 400, container: "APZU4812090") {
            $0.cancels = "d-APZU4812090"
        }
        let alert = scene.alerts(.manifestDiscrepancy).first
        #expect(alert?.status == .cleared)
        #expect(alert?.clearedAt == Scene.at(Self.day + 400))
        Self.put(Self.boxes, at: Self.day + 500, in: &scene)
        #expect(scene.active(.manifestDiscrepancy).count == 1)
        #expect(scene.alerts(.manifestDiscrepancy).count == 1)
    }

    @Test("A manifest that comes after the discharge counts it")
    func manifestLast() {
        var scene = Scene()
        for box in Self.boxes { Self.discharge(box, at: 100, in: &scene) }
        Self.put(Self.boxes, at: 1000, in: &scene)
        scene.tick(at: 3 * Self.day)
        #expect(scene.alerts(.manifestDiscrepancy).isEmpty)
    }

    @Test("An officer works on it, and a cleared one stays so")
    func officer() {
        var scene = Scene()
        Self.put(Self.boxes, at: 10, call: "Đò 7/26", in: &scene)
        scene.tick(at: Self.day + 100)
        let alert = scene.active(.manifestDiscrepancy)[0]
        #expect(alert.id.utf8.allSatisfy { $0 < 128 && $0 != 32 && $0 != 47 })
        scene.observe(
            .alertAction(id: alert.id, AlertAction(kind: .clear, at: Scene.at(0), by: "officer")),
            receivedAt: Self.day + 200)
        Self.discharge(Self.boxes[0], at: Self.day + 250, call: "Đò 7/26", in: &scene)
        #expect(scene.alerts(.manifestDiscrepancy).map(\.status) == [.cleared])
    }

    @Test("A large call is counted event by event in the time of a small one")
    func largeCall() {
        var scene = Scene()
        let numbers = (0..<2000).map { "BOXU\(String(1_000_000 + $0))" }
        Self.put(numbers, at: 10, in: &scene)
        for (index, number) in numbers.enumerated() { Self.discharge(number, at: 100 + Double(index), in: &scene) }
        scene.tick(at: 3 * Self.day)
        #expect(scene.alerts(.manifestDiscrepancy).isEmpty)
    }
}
