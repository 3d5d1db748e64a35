import Customs
import Geofencing
import Supervision
import Testing

@Suite("The queue at a gate")
struct QueueTests {
    @Test("A gate without evidence is unknown and stale, never green")
    func nothingKnown() {
        let scene = QueueScene()
        #expect(scene.gate().level == .unknown)
        #expect(scene.gate().isStale)
        #expect(scene.gate().vehiclesWaiting == nil)
        #expect(scene.supervisor.provinceCongestions.isEmpty)
    }

    @Test("Lorries in the queue are counted within a second of the report")
    func counted() {
        var scene = QueueScene()
        for number in 0..<7 { scene.join("S\(number)", at: 1000 + Double(number)) }
        scene.tick(at: 1007.5)
        #expect(scene.gate().vehiclesWaiting == 7)
        #expect(scene.gate().vehiclesSeen == 7)
        #expect(scene.gate().level == .green)
        #expect(scene.gate("OTHER").level == .unknown)
    }

    @Test(
        "The levels begin at 500, 1,001 and 5,001 vehicles",
        arguments: [
            (499, CongestionLevel.green), (500, .yellow), (1000, .yellow), (1001, .orange), (5000, .orange),
            (5001, .red),
        ])
    func thresholds(count: Int, level: CongestionLevel) {
        var scene = QueueScene()
        for number in 0..<count { scene.report("S\(number)", at: 1000 + Double(number) / 50, east: 18) }
        scene.tick(at: 1000 + Double(count) / 50 + 2)
        #expect(scene.gate().vehiclesWaiting == count)
        #expect(scene.gate().level == level)
    }

    @Test("A queue that swings by one percent about a limit changes its level once", arguments: [500, 1000])
    func noFlapping(limit: Int) {
        var scene = QueueScene()
        var random = SystemRandom(seed: 11)
        var waiting: [String] = []
        var next = 0
        var seconds = 1000.0
        for _ in 0..<1440 {
            let target = limit + Int((random.normal() * Double(limit) / 100).rounded())
            while waiting.count < target {
                waiting.append("S\(next)")
                scene.report("S\(next)", at: seconds, east: 18)
                next += 1
            }
            while waiting.count > target { scene.gateIn(QueueScene.container(waiting.removeFirst()), at: seconds) }
            seconds += 60
            scene.tick(at: seconds)
        }
        let levels = scene.said.filter { $0.gate == "GATE" }.map(\.level)
        let changes = zip(levels, levels.dropFirst()).count { $0 != $1 }
        #expect(changes <= (limit == 500 ? 1 : 2))
    }

    @Test("Evidence that is old is said to be stale, and green is not said then")
    func stale() {
        var scene = QueueScene()
        scene.join("S1", at: 1000)
        scene.tick(at: 1002)
        #expect(scene.gate().level == .green)
        scene.tick(at: 1000 + 900)
        #expect(!scene.gate().isStale)
        scene.tick(at: 1000 + 970)
        #expect(scene.gate().isStale)
        #expect(scene.gate().level == .unknown)
        #expect(scene.said.last?.isStale == true)
        #expect(scene.said.last?.level == .unknown)
    }

    @Test("One whose box is gated in waits no more, and its wait is measured")
    func measured() {
        var scene = QueueScene()
        for number in 0..<10 { scene.join("S\(number)", at: 2000 + 60 * Double(number)) }
        for number in 0..<5 {
            scene.gateIn(QueueScene.container("S\(number)"), at: 3000 + 60 * Double(number))
        }
        scene.tick(at: 3300)
        #expect(scene.gate().vehiclesWaiting == 5)
        #expect(scene.gate().seenShare == 1)
        #expect(abs((scene.gate().measuredWaitSeconds ?? 0) - 1000) <= 60)
    }

    @Test("Lorries that carry no seal are estimated by the share of gate-ins that were seen to wait")
    func unseen() {
        var scene = QueueScene()
        // One in four carries a seal; sixty an hour come and pass, and each waits 40 minutes.
        for minute in 0..<600 {
            let seconds = 1000 + 60 * Double(minute)
            if minute % 4 == 0 { scene.join("S\(minute)", at: seconds) }
            if minute >= 40 {
                let number = minute - 40
                scene.gateIn(number % 4 == 0 ? QueueScene.container("S\(number)") : "UNSEEN\(number)", at: seconds)
            }
        }
        scene.tick(at: 1000 + 36_010)
        let gate = scene.gate()
        #expect(abs((gate.seenShare ?? 0) - 0.25) < 0.03)
        #expect(abs((gate.vehiclesWaiting ?? 0) - 40) <= 4)
        #expect(abs((gate.waitSeconds ?? 0) - 2400) <= 300)
        #expect(gate.vehiclesWaitingRange.map { $0.p10 < 40 && $0.p90 > 40 } == true)
    }

    @Test("Two boxes of one lorry pass as one vehicle")
    func twoBoxes() {
        var scene = QueueScene()
        for number in 0..<40 {
            let seconds = 1000 + 60 * Double(number)
            scene.gateIn("A\(number)", at: seconds, plate: "51C-\(number)")
            scene.gateIn("B\(number)", at: seconds + 5, plate: "51C \(number)")
        }
        scene.tick(at: 1000 + 60 * 40)
        #expect((scene.gate().departuresPerHour ?? 0) <= 62)
    }

    @Test("A cancelled gate-in puts the lorry back into the queue")
    func cancelled() {
        var scene = QueueScene()
        scene.join("S1", at: 2000)
        let event = scene.gateIn(QueueScene.container("S1"), at: 2500)
        scene.tick(at: 2502)
        #expect(scene.gate().vehiclesWaiting == 0)
        scene.gateIn(QueueScene.container("S1"), at: 2510) { $0.cancels = event }
        scene.tick(at: 2512)
        #expect(scene.gate().vehiclesWaiting == 1)
    }

    @Test("A lorry that leaves the queue backwards waits no more")
    func gaveUp() {
        var scene = QueueScene()
        scene.join("S1", at: 2000)
        scene.report("S1", at: 2600, east: 16)
        scene.tick(at: 2602)
        #expect(scene.gate().vehiclesWaiting == 1)
        scene.report("S2", at: 3300, east: 18)
        scene.tick(at: 3302)
        #expect(scene.gate().vehiclesWaiting == 1)
        #expect(scene.gate().measuredWaitSeconds == nil)
    }
}

/// A small generator of normal numbers.
private struct SystemRandom {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func normal() -> Double {
        var sum = 0.0
        for _ in 0..<12 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            sum += Double(state >> 33) / Double(1 << 31)
        }
        return sum - 6
    }
}
