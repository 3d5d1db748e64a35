import Customs
import Supervision
import Testing

@Suite("Seals at the gate")
struct PortSealTests {
    private typealias Seal = GateEvent.Seal

    /// Posts an event that lists these seals.
    private static func list(
        _ seals: [Seal]?, _ type: GateEvent.Kind = .scan, at seconds: Double, _ facility: String = "ORIG",
        in scene: inout Scene
    ) {
        scene.gate("e\(Int(seconds))", facility, type, at: seconds) { $0.seals = seals }
    }

    /// Seals of the carrier.
    private static func carrier(_ numbers: String...) -> [Seal] {
        numbers.map { Seal(number: $0, issuer: .carrier) }
    }

    @Test("Another number of the same issuer is a mismatch, told once; blanks and hyphens are none")
    func mismatch() {
        var scene = Scene()
        Self.list(Self.carrier("ab-123"), .gateIn, at: 60, in: &scene)
        Self.list(Self.carrier("AB 123"), at: 120, in: &scene)
        #expect(scene.alerts(.sealMismatch).isEmpty)
        Self.list(Self.carrier("AB124"), at: 180, in: &scene)
        Self.list(Self.carrier("AB124"), at: 240, in: &scene)
        let alert = scene.active(.sealMismatch).first
        #expect(scene.alerts(.sealMismatch).count == 1)
        #expect(alert?.evidence["expected"] == .text("AB123"))
        #expect(alert?.evidence["listed"] == .text("AB124"))
        #expect(alert?.severity == .critical)
    }

    @Test("Another issuer's seal, an event that says nothing and a seal that goes unlisted prove nothing")
    func noMismatch() {
        var scene = Scene()
        Self.list(Self.carrier("A1", "A2"), .gateIn, at: 60, in: &scene)
        Self.list([Seal(number: "T9", issuer: .terminal)], at: 120, in: &scene)
        Self.list(nil, at: 180, in: &scene)
        Self.list(Self.carrier("A2"), at: 240, in: &scene)
        Self.list([Seal(number: "A2")], at: 300, in: &scene)
        #expect(scene.alerts.isEmpty)
    }

    @Test("An explicit empty list is a missing seal where there was one")
    func missing() {
        var scene = Scene()
        Self.list([], .gateIn, at: 60, in: &scene)
        #expect(scene.alerts.isEmpty)
        Self.list(Self.carrier("A1"), .sealAffixed, at: 120, in: &scene)
        Self.list([], at: 180, in: &scene)
        Self.list([], at: 240, in: &scene)
        #expect(scene.alerts(.sealMissing).map(\.status) == [.active])
        #expect(scene.alerts(.sealMissing).first?.evidence["expected"] == .text("A1"))
    }

    @Test("A seal listed as missing or broken is a missing seal")
    func broken() {
        var scene = Scene()
        Self.list([Seal(number: "A1", issuer: .carrier, condition: .broken)], .gateIn, at: 60, in: &scene)
        Self.list([Seal(number: "A1", issuer: .carrier, condition: .missing)], at: 120, in: &scene)
        Self.list([Seal(number: "A1", issuer: .carrier, condition: .damaged)], at: 180, in: &scene)
        #expect(scene.alerts(.sealMissing).count == 2)
        #expect(scene.alerts(.sealMissing).first?.message == "Seal A1 on CSQU3054383 is broken at origin")
    }

    @Test(
        "After stripping, stuffing or removal other seals are right",
        arguments: [
            GateEvent.Kind.stripping, .stuffing, .sealRemoved,
        ])
    func resealed(type: GateEvent.Kind) {
        var scene = Scene()
        Self.list(Self.carrier("A1"), .gateIn, at: 60, in: &scene)
        Self.list(nil, type, at: 120, in: &scene)
        Self.list(Self.carrier("B2"), at: 180, in: &scene)
        #expect(scene.alerts.isEmpty)
    }

    @Test("A removal that names one seal leaves the others on record")
    func oneRemoved() {
        var scene = Scene()
        Self.list(Self.carrier("A1", "B2"), .gateIn, at: 60, in: &scene)
        Self.list(Self.carrier("A1"), .sealRemoved, at: 120, in: &scene)
        Self.list(Self.carrier("C3"), at: 180, in: &scene)
        #expect(scene.active(.sealMismatch).map { $0.evidence["expected"] } == [.text("B2")])
    }

    @Test("A transit's seal must be among those listed where Customs' or nobody's issuer is named")
    func transitSeal() {
        var scene = Scene()
        scene.open(at: 10)
        Self.list([Seal(number: "s-1")], at: 60, in: &scene)
        Self.list(Self.carrier("A1"), at: 120, in: &scene)
        #expect(scene.alerts(.sealMismatch).isEmpty)
        Self.list([Seal(number: "X9", issuer: .customs)], .gateIn, at: 180, "DEST", in: &scene)
        let alert = scene.active(.sealMismatch).first
        #expect(alert?.evidence["expected"] == .text("S1"))
        #expect(alert?.transit == "T1")
        #expect(alert?.seal == "S1")
    }

    @Test("A transit's seal that is explicitly not there is missing; removed, it may be away")
    func transitSealMissing() {
        var scene = Scene()
        scene.open(at: 10)
        Self.list([], at: 60, in: &scene)
        #expect(scene.active(.sealMissing).map { $0.evidence["expected"] } == [.text("S1")])
        Self.list([Seal(number: "S1", issuer: .customs)], .sealRemoved, at: 120, "DEST", in: &scene)
        Self.list([], at: 180, "DEST", in: &scene)
        #expect(scene.alerts(.sealMissing).count == 1)
    }

    @Test("Before the transit and after its end its seal is nobody's business")
    func outsideTransit() {
        var scene = Scene()
        Self.list([Seal(number: "C7", issuer: .customs)], .gateIn, at: 5, in: &scene)
        scene.open(at: 20)
        scene.close(at: 600)
        Self.list([Seal(number: "C7", issuer: .customs)], at: 700, in: &scene)
        #expect(scene.alerts(.sealMismatch).isEmpty)
    }

    @Test("A transit that is opened later for the time of an event holds it against its seal")
    func transitOpenedLater() {
        var scene = Scene()
        Self.list([Seal(number: "X9", issuer: .customs)], .gateIn, at: 60, in: &scene)
        scene.open(at: 200, startsAt: 30)
        #expect(scene.active(.sealMismatch).count == 1)
    }

    @Test("A correction of the seal withdraws the alert")
    func corrected() {
        var scene = Scene()
        Self.list(Self.carrier("A1"), .gateIn, at: 60, in: &scene)
        Self.list(Self.carrier("A2"), at: 120, in: &scene)
        #expect(scene.active(.sealMismatch).count == 1)
        scene.gate("fix", "ORIG", .scan, at: 120, received: 200) {
            $0.seals = Self.carrier("A1")
            $0.replaces = "e120"
        }
        #expect(scene.alerts(.sealMismatch).map(\.status) == [.withdrawn])
    }
}
