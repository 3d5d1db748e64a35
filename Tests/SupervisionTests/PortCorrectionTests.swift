import Customs
import Supervision
import Testing

@Suite("Corrections of gate events")
struct PortCorrectionTests {
    @Test("What replaces an event takes its place; what was said first stays readable")
    func replaced() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60)
        scene.gate("b", "ORIG", .gateIn, at: 120, received: 300) { $0.replaces = "a" }
        #expect(scene.stays == ["ORIG 120-"])
        #expect(scene.record("a")?.replacedBy == "b")
        #expect(scene.record("a")?.event.time == Scene.at(60))
        #expect(scene.record("a")?.receipt.receivedAt == Scene.at(70))
        #expect(scene.record("b")?.isLive == true)
    }

    @Test("A correction may change container, facility and type")
    func moved() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60)
        scene.gate("b", "ELSE", .discharge, at: 60, received: 300, container: "MSKU9070323") { $0.replaces = "a" }
        #expect(scene.visits.map(\.container) == ["MSKU9070323"])
        #expect(scene.stays == ["ELSE 60-"])
    }

    @Test("A cancelled event leaves no stay, and its alerts are withdrawn with the reason")
    func cancelled() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateOut, at: 61)
        #expect(scene.active(.gateOutWithoutClearance).count == 1)
        scene.gate("c", "ORIG", .gateOut, at: 61, received: 100) { $0.cancels = "a" }
        #expect(scene.stays.isEmpty)
        #expect(scene.record("a")?.cancelledBy == "c")
        let alert = scene.alerts(.gateOutWithoutClearance).first
        #expect(alert?.status == .withdrawn)
        #expect(alert?.evidence["withdrawnBecause"] == .text("the operator took the event back"))
    }

    @Test("A corrected number withdraws the alert of the wrong one")
    func numberCorrected() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60, container: "CSQU3054384")
        #expect(scene.active(.containerNumberInvalid).count == 1)
        scene.gate("b", "ORIG", .gateIn, at: 60, received: 90) { $0.replaces = "a" }
        let alert = scene.alerts(.containerNumberInvalid).first
        #expect(alert?.status == .withdrawn)
        #expect(alert?.evidence["withdrawnBecause"] == .text("the operator corrected the event"))
        #expect(scene.visits.map(\.container) == [Scene.box])
    }

    @Test("An event that comes after its correction is corrected when it comes")
    func correctionFirst() {
        var scene = Scene()
        scene.gate("b", "ORIG", .gateIn, at: 120) { $0.replaces = "a" }
        scene.gate("c", "ORIG", .gateOut, at: 300) { $0.cancels = "x" }
        #expect(scene.stays == ["ORIG 120-"])
        scene.gate("a", "ORIG", .gateIn, at: 60, received: 400)
        scene.gate("x", "ORIG", .gateOut, at: 300, received: 400)
        #expect(scene.stays == ["ORIG 120-"])
        #expect(scene.record("a")?.replacedBy == "b")
        #expect(scene.record("x")?.cancelledBy == "c")
    }

    @Test("A second correction of one event replaces the first")
    func chain() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60)
        scene.gate("b", "ORIG", .gateIn, at: 120) { $0.replaces = "a" }
        scene.gate("c", "ORIG", .gateIn, at: 180) { $0.replaces = "a" }
        #expect(scene.stays == ["ORIG 180-"])
        #expect(scene.record("b")?.replacedBy == "c")
    }

    @Test("Events that replace each other in a circle do not hang")
    func circle() {
        var scene = Scene()
        scene.gate("b", "ORIG", .gateIn, at: 120) { $0.replaces = "a" }
        scene.gate("a", "ORIG", .gateIn, at: 60, received: 140) { $0.replaces = "b" }
        scene.gate("c", "ORIG", .gateIn, at: 180) { $0.replaces = "c" }
        #expect(scene.record("a")?.replacedBy == "b")
        #expect(scene.record("b")?.isLive == true)
        #expect(scene.record("c")?.isLive == true)
    }

    @Test("Another account's event is not corrected")
    func otherAccount() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60, by: Scene.harbour)
        scene.gate("b", "ORIG", .gateIn, at: 120) { $0.replaces = "a" }
        #expect(scene.record("a")?.isLive == true)
        #expect(scene.stays == ["ORIG 60-"])
    }

    @Test("An amendment replaces or takes back the nearest event of its kind")
    func amended() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60)
        scene.gate("o", "ORIG", .gateOut, at: 600)
        scene.gate("a2", "ORIG", .gateIn, at: 3600)
        scene.gate("m", "ORIG", .gateIn, at: 120, received: 3700) { $0.amends = .replace }
        #expect(scene.stays == ["ORIG 120-600", "ORIG 3600-"])
        #expect(scene.record("a")?.replacedBy == "m")
        scene.gate("n", "ORIG", .gateIn, at: 3600, received: 3800) { $0.amends = .cancel }
        #expect(scene.stays == ["ORIG 120-600"])
        #expect(scene.record("a2")?.cancelledBy == "n")
    }

    @Test("An amendment of nothing counts as an original; a cancellation of nothing is kept")
    func amendmentOfNothing() {
        var scene = Scene()
        scene.gate("m", "ORIG", .gateIn, at: 120) { $0.amends = .replace }
        scene.gate("n", "ELSE", .gateIn, at: 180) { $0.amends = .cancel }
        #expect(scene.stays == ["ORIG 120-"])
        #expect(scene.record("n")?.isLive == false)
    }

    @Test("A repeated event is a duplicate with its first receipt and alerts; another body is refused by name")
    func duplicates() {
        var scene = Scene()
        let first = scene.gate("a", "ORIG", .gateOut, at: 61)
        guard case .gateEvent(let answer) = first else {
            Issue.record("not taken")
            return
        }
        #expect(answer.alerts == scene.alerts(.gateOutWithoutClearance).map(\.id))
        let count = scene.effects.count
        for _ in 0..<3 {
            guard case .gateEvent(let again) = scene.gate("a", "ORIG", .gateOut, at: 61) else {
                Issue.record("refused")
                return
            }
            #expect(again.status == .duplicate)
            #expect(again.receipt == answer.receipt)
            #expect(again.alerts == answer.alerts)
        }
        #expect(scene.effects.count == count)
        let other = scene.gate("a", "ORIG", .gateOut, at: 62)
        guard case .rejected(let rejection) = other else {
            Issue.record("taken")
            return
        }
        #expect(rejection.reason == .eventIdReused)
        #expect(rejection.eventId == "a")
    }

    @Test("Two bodies that differ in one field only have different digests")
    func bodies() {
        let edits: [(inout GateEvent) -> Void] = [
            { $0.facility = "ELSE" }, { $0.type = .gateOut }, { $0.time = Scene.at(61) }, { $0.container = "X" },
            { $0.sizeType = "22G1" }, { $0.fullEmpty = .full }, { $0.direction = "22G1" }, { $0.seals = [] },
            { $0.seals = [.init(number: "")] }, { $0.seals = [.init(number: "", issuer: .carrier)] },
            { $0.seals = [.init(number: "", condition: .intact)] }, { $0.vehicle = .init() },
            { $0.vehicle = .init(plate: "22G1") }, { $0.vehicle = .init(trailer: "22G1") },
            { $0.declaration = "22G1" }, { $0.billOfLading = "22G1" }, { $0.booking = "22G1" }, { $0.call = "22G1" },
            { $0.replaces = "22G1" }, { $0.cancels = "22G1" }, { $0.amends = .cancel },
            { $0.result = .init(verdict: .clear) }, { $0.result = .init(verdict: .clear, reference: "22G1") },
        ]
        for (index, edit) in edits.enumerated() {
            var scene = Scene()
            scene.gate("a", "ORIG", .gateIn, at: 60, received: 90)
            let outcome = scene.gate("a", "ORIG", .gateIn, at: 60, received: 90, edit)
            #expect(Scene.reason(outcome) == .eventIdReused, "edit \(index)")
        }
    }

    @Test("All that an event says is kept for the record of its correction")
    func wholeRecord() {
        var scene = Scene()
        scene.gate("a", "ORIG", .scan, at: 60.5) {
            $0.sizeType = "22G1"
            $0.fullEmpty = .empty
            $0.direction = "import"
            $0.seals = [
                .init(number: "A1", issuer: .terminal, condition: .damaged), .init(number: "B2"),
                .init(number: "Ç3", issuer: .carrier), .init(number: "D4", condition: .intact),
            ]
            $0.vehicle = .init(plate: "29C-123.45", trailer: "")
            $0.declaration = "D"
            $0.billOfLading = "B"
            $0.booking = "K"
            $0.call = "V1"
            $0.replaces = "before"
            $0.amends = .replace
            $0.result = .init(verdict: .suspicious, reference: "r/1", imageSHA256: "ab", device: "gate 4")
        }
        let before = scene.record("a")
        scene.gate("b", "ORIG", .scan, at: 61) { $0.cancels = "a" }
        var expected = before
        expected?.cancelledBy = "b"
        #expect(scene.record("a") == expected)
    }
}
