import Customs
import SimulatorKit
import Supervision
import Testing

@Suite("Stays from gate events")
struct PortVisitTests {
    @Test("A gate-in begins a stay and a gate-out ends it")
    func stay() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60) {
            $0.sizeType = "22G1"
            $0.fullEmpty = .full
            $0.seals = [.init(number: "B2"), .init(number: "A1")]
        }
        #expect(scene.stays == ["ORIG 60-"])
        scene.gate("out", "ORIG", .gateOut, at: 600) { $0.declaration = "D9" }
        #expect(scene.stays == ["ORIG 60-600"])
        let visit = scene.visits.first
        #expect(visit?.sizeType == "22G1")
        #expect(visit?.seals == ["A1", "B2"])
        #expect(visit?.declaration == "D9")
        #expect(visit?.arrival.latenessSeconds == 10)
        #expect(visit?.departure?.account == "officer")
    }

    @Test("A discharge begins a stay and a load ends it")
    func quay() {
        var scene = Scene()
        scene.gate("d", "ORIG", .discharge, at: 60) { $0.call = "V1" }
        scene.gate("l", "ORIG", .load, at: 900)
        #expect(scene.stays == ["ORIG 60-900"])
        #expect(scene.visits.first?.call == "V1")
        #expect(scene.alerts(.gateOutWithoutClearance).isEmpty)
    }

    @Test("A gate-out that comes before its gate-in, six hours late, is reconciled and the lateness shown")
    func reconciled() {
        var scene = Scene()
        scene.decide(.released, at: 30)
        scene.gate("out", "ORIG", .gateOut, at: 7200)
        #expect(scene.stays == ["ORIG ?7200-7200"])
        scene.gate("in", "ORIG", .gateIn, at: 3600, received: 3600 + 6 * 3600)
        #expect(scene.stays == ["ORIG 3600-7200"])
        #expect(scene.visitChanges.suffix(2) == ["removed ORIG 7200", "put ORIG 3600"])
        #expect(scene.visits.first?.arrival.latenessSeconds == 21_600)
        #expect(scene.visits.first?.departure?.latenessSeconds == 10)
        #expect(scene.active(.gateReportLate).count == 1)
    }

    @Test("A scan where nobody reported the arrival begins a stay of unknown start")
    func unreportedArrival() {
        var scene = Scene()
        scene.gate("s", "ORIG", .scan, at: 100)
        #expect(scene.stays == ["ORIG ?100-"])
        scene.gate("in", "ORIG", .gateIn, at: 40, received: 200)
        #expect(scene.stays == ["ORIG 40-"])
    }

    @Test("A second gate-in where it stands is the same stay")
    func secondGateIn() {
        var scene = Scene()
        scene.gate("a", "ORIG", .gateIn, at: 60)
        scene.gate("b", "ORIG", .gateIn, at: 120)
        #expect(scene.stays == ["ORIG 60-"])
    }

    @Test("Two systems that report one departure end one stay and raise one alert")
    func secondGateOut() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 61)
        scene.gate("out", "ORIG", .gateOut, at: 601)
        scene.gate("again", "ORIG", .gateOut, at: 905)
        #expect(scene.stays == ["ORIG 61-601"])
        #expect(scene.alerts(.gateOutWithoutClearance).count == 1)
    }

    @Test("A gate-out days after the departure is another, whose arrival nobody reported")
    func laterGateOut() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.gate("out", "ORIG", .gateOut, at: 600)
        scene.gate("again", "ORIG", .gateOut, at: 600 + 3 * 86_400)
        #expect(scene.stays == ["ORIG 60-600", "ORIG ?259800-259800"])
    }

    @Test("An arrival elsewhere ends a stay with an inferred departure, which the late gate-out makes known")
    func inferredDeparture() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.gate("there", "ELSE", .gateIn, at: 3600)
        #expect(scene.stays == ["ORIG 60-~3600", "ELSE 3600-"])
        scene.gate("out", "ORIG", .gateOut, at: 1800, received: 7000)
        #expect(scene.stays == ["ORIG 60-1800", "ELSE 3600-"])
    }

    @Test("A gate-out stamped a little after the arrival elsewhere tells of the same departure")
    func clocksDiffer() {
        var scene = Scene()
        scene.decide(.released, at: 0)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.gate("there", "ELSE", .gateIn, at: 3600)
        scene.gate("out", "ORIG", .gateOut, at: 3900)
        #expect(scene.stays == ["ORIG 60-3900", "ELSE 3600-"])
        #expect(scene.alerts(.gateOutWithoutClearance).isEmpty)
    }

    @Test("A removed seal leaves the stay's seals, and an affixed one joins them")
    func sealsOfStay() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60) { $0.seals = [.init(number: "A-1"), .init(number: "B2")] }
        scene.gate("r", "ORIG", .sealRemoved, at: 70) { $0.seals = [.init(number: "a1")] }
        scene.gate("f", "ORIG", .sealAffixed, at: 80) { $0.seals = [.init(number: "C3")] }
        #expect(scene.visits.first?.seals == ["B2", "C3"])
    }

    @Test("The stays do not depend on the order in which the events come", arguments: 0..<60 as Range<UInt64>)
    func order(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let facilities = ["ORIG", "ELSE", "DEST"]
        var events: [(id: String, facility: String, type: GateEvent.Kind, at: Double)] = []
        for number in 0..<random.whole(2...14) {
            let type = GateEvent.Kind.allCases[random.whole(0...GateEvent.Kind.allCases.count - 1)]
            // Whole minutes, so that some fall together.
            let time = Double(random.whole(0...40)) * 600
            events.append(("e\(number)", facilities[random.whole(0...2)], type, time))
        }
        func played(_ events: [(id: String, facility: String, type: GateEvent.Kind, at: Double)]) -> Scene {
            var scene = Scene()
            for event in events { scene.gate(event.id, event.facility, event.type, at: event.at, received: 90_000) }
            return scene
        }
        let inOrder = played(events)
        for _ in 0..<4 {
            let shuffled = played(events.shuffled(using: &random))
            #expect(shuffled.stays == inOrder.stays)
            #expect(shuffled.visits == inOrder.visits)
            #expect(standing(shuffled) == standing(inOrder))
        }
    }

    /// What is said of the container in the end.
    private func standing(_ scene: Scene) -> [String] {
        scene.alerts.filter { $0.status != .withdrawn }.map { "\($0.id) \($0.status)" }.sorted()
    }
}
